"""The grammar of SPARQL queries, as far as it takes to say what is wrong with one.

SPARQL 1.1 Query section 19.8, with the triple terms and annotations of 1.2. It takes a little
more than the standard does: blank nodes and variables may stand where the standard has reasons
to forbid them. In quotes: keywords and signs; in capitals: kinds of tokens.
"""

from collections.abc import Mapping

from shuangchuang.base.texts import Bilingual

FUNCTIONS_BY_ARGUMENTS = {
    "": "RAND NOW UUID STRUUID",
    "Expression": """STR LANG LANGDIR DATATYPE IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE
        ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384
        SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC HASLANG HASLANGDIR ISTRIPLE SUBJECT
        PREDICATE OBJECT""",
    "Expression ',' Expression": """LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER
        STRLANG STRDT SAMETERM""",
    "Expression ',' Expression ',' Expression": "IF STRLANGDIR TRIPLE",
    "Expression ',' Expression ( ',' Expression )?": "REGEX SUBSTR",
    "Expression ',' Expression ',' Expression ( ',' Expression )?": "REPLACE",
    "( Expression ( ',' Expression )* )?": "CONCAT COALESCE",
    "Expression?": "BNODE",
    "VAR": "BOUND",
    "'DISTINCT'? ( '*' | Expression )": "COUNT",
    "'DISTINCT'? Expression": "SUM MIN MAX AVG SAMPLE",
    "'DISTINCT'? Expression ( ';' 'SEPARATOR' '=' STRING )?": "GROUP_CONCAT",
}
FUNCTIONS = tuple(name for names in FUNCTIONS_BY_ARGUMENTS.values() for name in names.split())
_CALLS = " | ".join(
    f"'{name}' '(' {arguments} ')'"
    for arguments, names in FUNCTIONS_BY_ARGUMENTS.items()
    for name in names.split()
)

RULES = f"""
Query ::= Prologue ( Select Dataset* Where Modifier | Construct | Describe | Ask ) Values?
Prologue ::= ( 'BASE' IRIREF | 'PREFIX' PNAME_NS IRIREF | 'VERSION' STRING )*
Select ::= 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( Column+ | '*' )
Column ::= VAR | '(' Expression 'AS' VAR ')'
Construct ::= 'CONSTRUCT' ( Template Dataset* Where Modifier | Dataset* 'WHERE' Template Modifier )
Template ::= '{{' Triples? '}}'
Describe ::= 'DESCRIBE' ( VarOrIri+ | '*' ) Dataset* Where? Modifier
Ask ::= 'ASK' Dataset* Where Modifier
Dataset ::= 'FROM' ( Iri | 'NAMED' Iri )
Where ::= 'WHERE'? Group
Modifier ::= ( 'GROUP' 'BY' Grouping+ )? ( 'HAVING' Condition+ )? ( 'ORDER' 'BY' Ordering+ )? Slice?
Grouping ::= Call | Iri Arguments | '(' Expression ( 'AS' VAR )? ')' | VAR
Ordering ::= ( 'ASC' | 'DESC' ) Bracketed | Condition | VAR
Slice ::= 'LIMIT' INTEGER ( 'OFFSET' INTEGER )? | 'OFFSET' INTEGER ( 'LIMIT' INTEGER )?
Values ::= 'VALUES' Data
Data ::= VAR '{{' Datum* '}}' | '(' VAR* ')' '{{' ( '(' Datum* ')' )* '}}'
Datum ::= Iri | Literal | 'UNDEF' | '<<(' Node Verb Node ')>>'

Group ::= '{{' ( Select Where Modifier Values? | Triples? ( Part '.'? Triples? )* ) '}}'
Part ::= Group ( 'UNION' Group )* | 'OPTIONAL' Group | 'MINUS' Group | 'LATERAL' Group
  | 'GRAPH' VarOrIri Group | 'SERVICE' 'SILENT'? VarOrIri Group | 'FILTER' Condition
  | 'BIND' '(' Expression 'AS' VAR ')' | 'VALUES' Data
Condition ::= Bracketed | Call | Iri Arguments
Triples ::= Pattern ( '.' Triples? )?
Pattern ::= ( VAR | Iri | Literal | BLANK | '<<(' Node Verb Node ')>>' ) Properties
  | '(' ( ')' Properties | Node+ ')' Properties? )
  | '[' ( ']' Properties | Properties ']' Properties? )
  | '<<' Node Verb Node Reifier? '>>' Properties?
Properties ::= Verb Objects ( ';' ( Verb Objects )? )*
Objects ::= Object ( ',' Object )*
Object ::= Node ( Reifier | '{{|' Properties '|}}' )*
Reifier ::= '~' ( VAR | Iri | BLANK )?
Node ::= VAR | Iri | Literal | BLANK | '(' Node* ')' | '[' Properties? ']'
  | '<<(' Node Verb Node ')>>' | '<<' Node Verb Node Reifier? '>>'
Verb ::= VAR | Path
Path ::= Steps ( '|' Steps )*
Steps ::= Step ( '/' Step )*
Step ::= '^'? ( Iri | 'a' | '!' Excluded | '(' Path ')' ) ( '?' | '*' | '+' )?
Excluded ::= Inverse | '(' ( Inverse ( '|' Inverse )* )? ')'
Inverse ::= '^'? ( Iri | 'a' )

Expression ::= Conjunction ( '||' Conjunction )*
Conjunction ::= Comparison ( '&&' Comparison )*
Comparison ::= Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | 'NOT'? 'IN' List )?
Sum ::= Product ( ( '+' | '-' ) Product )*
Product ::= Factor ( ( '*' | '/' ) Factor )*
Factor ::= ( '!' | '+' | '-' )* Primary
Primary ::= Bracketed | Call | Iri Arguments? | Literal | VAR | '<<(' Node Verb Node ')>>'
Bracketed ::= '(' Expression ')'
List ::= '(' ( Expression ( ',' Expression )* )? ')'
Arguments ::= '(' ( 'DISTINCT'? Expression ( ',' Expression )* )? ')'
Call ::= {_CALLS} | 'EXISTS' Group | 'NOT' 'EXISTS' Group
Literal ::= STRING ( LANGUAGE | '^^' Iri )? | ( '+' | '-' )? NUMBER | 'TRUE' | 'FALSE'
VarOrIri ::= VAR | Iri
Iri ::= IRIREF | PNAME
"""

# What people call these; for a rule without a name, what it can begin with is named.
NAMES: Mapping[str, Bilingual] = {
    **dict.fromkeys(
        ("Expression", "Conjunction", "Comparison", "Sum", "Product", "Factor", "Primary"),
        Bilingual("an expression", "表达式"),
    ),
    "Condition": Bilingual("a condition in brackets or a function", "括号中的条件或函数"),
    "Bracketed": Bilingual("an expression in brackets", "括号中的表达式"),
    "Call": Bilingual("a function", "函数"),
    "List": Bilingual("a list in brackets", "括号中的列表"),
    "Arguments": Bilingual("arguments in brackets", "括号中的参数"),
    "Column": Bilingual("a variable or `(… AS ?name)`", "变量或 `(… AS ?名称)`"),
    "Grouping": Bilingual("what to group by", "分组依据"),
    "Ordering": Bilingual("what to order by", "排序依据"),
    "Group": Bilingual("a group `{ … }`", "组 `{ … }`"),
    "Where": Bilingual("WHERE and a group `{ … }`", "WHERE 及组 `{ … }`"),
    "Template": Bilingual("a template `{ … }`", "模板 `{ … }`"),
    **dict.fromkeys(("Triples", "Pattern"), Bilingual("a triple pattern", "三元组模式")),
    "Properties": Bilingual("a property and a value", "属性及其值"),
    **dict.fromkeys(
        ("Verb", "Path", "Steps", "Step", "Excluded", "Inverse"), Bilingual("a property", "属性")
    ),
    **dict.fromkeys(("Objects", "Object", "Node"), Bilingual("a value", "值")),
    "Literal": Bilingual("a literal", "字面量"),
    "Part": Bilingual("OPTIONAL, FILTER, BIND or the like", "OPTIONAL、FILTER、BIND 等"),
    "Reifier": Bilingual("a reifier", "具体化标识"),
    "Query": Bilingual("a query", "查询"),
    "Prologue": Bilingual("PREFIX", "PREFIX"),
    "Select": Bilingual("SELECT", "SELECT"),
    "Construct": Bilingual("CONSTRUCT", "CONSTRUCT"),
    "Describe": Bilingual("DESCRIBE", "DESCRIBE"),
    "Ask": Bilingual("ASK", "ASK"),
    "Dataset": Bilingual("FROM", "FROM"),
    "Modifier": Bilingual("GROUP BY, ORDER BY or LIMIT", "GROUP BY、ORDER BY 或 LIMIT"),
    "Slice": Bilingual("LIMIT or OFFSET", "LIMIT 或 OFFSET"),
    "Values": Bilingual("VALUES", "VALUES"),
    "Datum": Bilingual("an IRI, a literal or UNDEF", "IRI、字面量或 UNDEF"),
    "Data": Bilingual("variables and `{ … }`", "变量及 `{ … }`"),
    "Iri": Bilingual("an IRI or a prefixed name", "IRI 或带前缀的名称"),
    "VarOrIri": Bilingual("a variable, an IRI or a prefixed name", "变量、IRI 或带前缀的名称"),
    "VAR": Bilingual("a variable", "变量"),
    "IRIREF": Bilingual("an IRI `<…>`", "IRI `<…>`"),
    "PNAME": Bilingual("a prefixed name", "带前缀的名称"),
    "PNAME_NS": Bilingual("a prefix with its colon", "带冒号的前缀"),
    "STRING": Bilingual("a string", "字符串"),
    "NUMBER": Bilingual("a number", "数"),
    "INTEGER": Bilingual("a whole number", "整数"),
    "LANGUAGE": Bilingual("a language tag", "语言标签"),
    "BLANK": Bilingual("a blank node", "空白节点"),
}
