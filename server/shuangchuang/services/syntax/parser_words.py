"""What parsers say, and what helps whoever reads it, in two languages. Must not parse."""

from shuangchuang.services.syntax.reader_words import Texts

LOADING = "LoadDocumentCallback"

# The first pattern that is found in the parser's words decides.
ADVICE: tuple[tuple[str, Texts], ...] = (
    (
        r"^A dot is expected",
        (
            "The statement has no end here. Write a dot (.) after this value, or a semicolon (;)"
            " when what comes next is about the same subject.",
            "陈述在此没有结束。请在此值之后写句点（.）；若其后仍在描述同一主语，则写分号（;）。",
        ),
    ),
    (
        r"^\. is not a valid RDF object",
        ("A value is missing before this dot.", "此句点之前缺少一个值。"),
    ),
    (
        r"^[;,\])] is not a valid RDF object",
        ("A value is missing before this sign.", "此符号之前缺少一个值。"),
    ),
    (
        r"is not a valid RDF object",
        (
            'This is no value. Write a text in quotes with its language, "…"@en, a name with its'
            " prefix, id:…, or an address in angle brackets, <https://…>.",
            '这不是一个值。文本须加引号并注明语言，如 "…"@zh-Hans；名称须带前缀，如 id:…；'
            "网址须置于尖括号中，如 <https://…>。",
        ),
    ),
    (
        r"is not a valid predicate",
        (
            "A property is expected here, such as rdfs:label. If this is a further value of the"
            " property before, write a comma (,) between the two.",
            "此处应为属性，例如 rdfs:label。若这是上一属性的另一个值，请在两者之间写逗号（,）。",
        ),
    ),
    (
        r"is not a valid subject or graph name",
        (
            "This cannot begin a statement. Look at what stands before it: a comma (,) separates"
            ' values, a semicolon (;) properties, and a dot (.) ends the statement; a quote (")'
            ' inside a text is written \\".',
            "陈述不能以此开头。请查看其前的内容：值之间用逗号（,），属性之间用分号（;），"
            '陈述以句点（.）结束；文本内的引号写作 \\"。',
        ),
    ),
    (
        r"^Unexpected end of file|^Unexpected end$",
        (
            "The text ends too early: from here on a closing quote, a closing bracket or the"
            " dot at the end is missing.",
            "文本结束过早：自此处起缺少右引号、右括号或结尾的句点。",
        ),
    ),
    (
        r"^Line jumps are not allowed",
        (
            'The quote is not closed on its line. Write the closing quote ("), or put a text of'
            ' several lines between three quotes (""").',
            '引号未在本行内闭合。请补上右引号（"）；多行文本请用三个引号（"""）括起。',
        ),
    ),
    (
        r"^A language code|^Unexpected character",
        (
            "This is no language tag. The tags are @en, @zh-Hans and @zh-Latn-pinyin.",
            "这不是语言标签。可用的标签为 @en、@zh-Hans 和 @zh-Latn-pinyin。",
        ),
    ),
    (
        r"^Unexpected escape",
        (
            "A backslash in a text is written twice: \\\\ .",
            "文本中的反斜杠须写两次：\\\\ 。",
        ),
    ),
    (
        r"^Invalid IRI code point",
        (
            "An address in angle brackets holds no spaces or special signs; write a space as %20.",
            "尖括号内的网址不能含空格或特殊符号；空格写作 %20。",
        ),
    ),
    (
        r"^No scheme found",
        (
            "A name in angle brackets is a whole address, <https://…>. For a thing of the graph"
            " write its name with a prefix, id:….",
            "尖括号内须为完整网址，如 <https://…>。图谱中的事物请写带前缀的名称，如 id:…。",
        ),
    ),
    (
        LOADING,
        (
            "A remote @context is never fetched. Write the context itself into the file, and the"
            " names of the graph with its prefixes: shc:Person, rdfs:label.",
            "远程 @context 一律不会下载。请将上下文本身写入文件，并使用带前缀的图谱名称，"
            "如 shc:Person、rdfs:label。",
        ),
    ),
    (
        r"^not well-formed",
        (
            "XML does not allow this sign here. In texts write & as &amp; and < as &lt;; the"
            " value of an attribute stands in quotes.",
            "XML 不允许此处出现该符号。文本中 & 须写作 &amp;，< 须写作 &lt;；属性值须加引号。",
        ),
    ),
    (
        r"^mismatched tag",
        (
            "This closing tag is not the one of the element that is open. Close that one first.",
            "此结束标签与当前打开的元素不符。请先关闭该元素。",
        ),
    ),
    (
        r"^undefined entity",
        (
            "This entity is not declared. Write the sign itself in its place.",
            "此实体未声明。请直接写出该字符。",
        ),
    ),
    (
        r"^no element found|^unclosed token",
        (
            "The text ends too early: a closing tag is missing.",
            "文本结束过早：缺少结束标签。",
        ),
    ),
    (
        r"^junk after document element|^XML or text declaration not at start",
        (
            "A file holds one rdf:RDF element, and <?xml … ?> is its very first line.",
            "一个文件只含一个 rdf:RDF 元素，且 <?xml … ?> 须为首行。",
        ),
    ),
    (
        r"^Trailing commas",
        ("Take out the comma before the closing bracket.", "请删去右括号之前的逗号。"),
    ),
    (
        r"must be followed by a comma",
        (
            "A comma (,) between two members, or the closing bracket, is missing before this.",
            "此处之前缺少两个成员之间的逗号（,）或右括号。",
        ),
    ),
    (
        r"^Unexpected (?:char|byte)",
        (
            'JSON does not allow this sign here: names and texts stand in straight quotes, "…".',
            'JSON 不允许此处出现该符号：名称和文本须置于半角双引号 "…" 中。',
        ),
    ),
    (
        r"^(?:The (?:subject|predicate|object) of a (?:triple|quad)|A literal datatype) must",
        (
            "N-Triples and N-Quads have no prefixes: write each name as a whole address in angle"
            " brackets, <https://…>.",
            "N-Triples 与 N-Quads 没有前缀：每个名称均须写作尖括号中的完整网址 <https://…>。",
        ),
    ),
    (
        r"^(?:Triples|Quads) must be followed by a dot",
        (
            "Each line is one triple and ends with a dot (.); a fourth name, that of a graph, is"
            " for N-Quads only.",
            "每行为一个三元组，并以句点（.）结束；第四项（图的名称）仅用于 N-Quads。",
        ),
    ),
    (
        r"^The PREFIX",
        (
            "A prefix is declared like this: @prefix id: <https://w3id.org/shuangchuang/id/> .",
            "前缀的声明写作：@prefix id: <https://w3id.org/shuangchuang/id/> .",
        ),
    ),
    (
        r"^entities that load",
        (
            "Entities that load a file or hold other entities are not read. Write the text itself"
            " in their place.",
            "加载文件或包含其他实体的 XML 实体一律不读取。请直接写出其文本。",
        ),
    ),
    (
        r"^triple terms",
        (
            "Triple terms (RDF 1.2) are not read here. Write an rdf:Statement instead.",
            "此处不读取三元组项（RDF 1.2）。请改写为 rdf:Statement。",
        ),
    ),
)
