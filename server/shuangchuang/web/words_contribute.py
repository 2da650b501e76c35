"""The words of the pages for contributors, in English and in Simplified Chinese."""

from collections.abc import Mapping

CONTRIBUTE_WORDS: Mapping[str, tuple[str, str]] = {
    "contribute": ("Contribute", "参与贡献"),
    "contribute_title": ("Add a record", "添加记录"),
    "contribute_lead": (
        "Choose what you know something about. The form asks for what the shapes ask for, checks"
        " it, and writes the Turtle for you to send in.",
        "请选择类别。表单按形状的要求逐项询问、检查，并生成可供提交的 Turtle。",
    ),
    "contribute_privacy": (
        "Nothing is stored here. The record is written for the licence CC BY-SA 4.0, as all data"
        " of this graph is.",
        "本站不保存任何内容。所生成的记录采用本图谱数据的许可 CC BY-SA 4.0。",
    ),
    "contribute_or": ("Turtle at hand? Validate it.", "已有 Turtle？请校验。"),
    "contribute_class": ("What exactly it is", "具体类别"),
    "contribute_class_change": ("Show the fields for it", "显示相应字段"),
    "contribute_slug": ("Name in the graph", "图谱中的名称"),
    "contribute_slug_help": (
        "Lower-case English words with hyphens, never changed later. Empty: made from the English"
        " name.",
        "小写英文单词以连字符相连，此后不再更改；留空则由英文名称生成。",
    ),
    "contribute_sources": ("Where it is stated", "出处"),
    "contribute_sources_help": (
        "A source of the list, by name or as src:…; every record needs one that you have seen.",
        "列表中的出处，写名称或 src:…；每条记录都须有您亲眼所见的出处。",
    ),
    "contribute_more": ("Another value", "再添一个值"),
    "contribute_check": ("Check and write the record", "检查并生成记录"),
    "contribute_download": ("Download as Turtle", "下载 Turtle"),
    "contribute_required": ("required", "必填"),
    "contribute_wanted": ("wanted", "建议填写"),
    "contribute_choose": ("not said", "未说明"),
    "contribute_thing_help": (
        "Begin to type a name, or write id:…",
        "输入名称，或写作 id:…",
    ),
    "contribute_date_help": ("2015-10-13, 2015-10 or 2015", "2015-10-13、2015-10 或 2015"),
    "contribute_rule": ("Why", "缘由"),
    "contribute_errors": ("Please look at these fields", "请检查以下字段"),
    "contribute_other": ("Also found", "其他结果"),
    "contribute_ready": ("The record conforms", "记录符合要求"),
    "contribute_result": ("The record", "记录"),
    "contribute_next": ("What to do next", "下一步"),
    "contribute_next_text": (
        "Add it to a file below data/, run shuangchuang fmt and shuangchuang validate on it, and"
        " open a pull request; or open an issue with this text.",
        "将其加入 data/ 下的文件，运行 shuangchuang fmt 与 shuangchuang validate，"
        "然后提交合并请求；或附此文本提交问题。",
    ),
    "contribute_unchecked": (
        "The fields were checked one by one; the record could not be judged as a whole now.",
        "已逐项检查各字段；目前无法对整条记录进行校验。",
    ),
    "lang_en": ("English", "英文"),
    "lang_zh-Hans": ("Chinese", "中文"),
    "lang_zh-Latn-pinyin": ("Pinyin", "拼音"),
}
