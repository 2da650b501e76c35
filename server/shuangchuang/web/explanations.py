"""Says of every kind of problem what it is, for its page and for the page that lists them all."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuangchuang.base.texts import Bilingual


@dataclass(frozen=True)
class Explanation:
    """A kind of problem: its HTTP status, its title, and what it means."""

    status: int
    title: Bilingual
    text: Bilingual


EXPLANATIONS: Mapping[str, Explanation] = {
    "bad-request": Explanation(
        400,
        Bilingual("The request cannot be answered", "请求无法处理"),
        Bilingual(
            "A field is missing, repeated, cannot be decoded, or has a value that means nothing.",
            "某个字段缺失、重复、无法解码，或其取值没有意义。",
        ),
    ),
    "bad-parameter": Explanation(
        400,
        Bilingual("A value does not fit", "参数取值不符"),
        Bilingual(
            "A value for a parameter of a question is not of its type; expected says what is.",
            "问题的某个参数取值不符合其类型；expected 说明应为何值。",
        ),
    ),
    "query-syntax": Explanation(
        400,
        Bilingual("The query is not SPARQL", "查询不符合 SPARQL 语法"),
        Bilingual(
            "The text is not one SPARQL query, uses a prefix that it does not declare, or calls "
            "a function that there is not; the hint says what to write.",
            "文本不是单个 SPARQL 查询、使用了未声明的前缀，或调用了不存在的函数；"
            "提示中说明应如何书写。",
        ),
    ),
    "query-too-complex": Explanation(
        400,
        Bilingual("The query is too complex", "查询过于复杂"),
        Bilingual(
            "The text is a query, but so deep or so wide that planning it would take "
            "an engine seconds.",
            "文本是查询，但嵌套过深或过宽，引擎仅制定计划就需数秒。",
        ),
    ),
    "too-costly": Explanation(
        422,
        Bilingual("The contribution could not be judged", "贡献未能完成校验"),
        Bilingual(
            "The validation ran into a limit of time or memory and was ended. Whether the"
            " contribution conforms is not known; send less at once, or simpler shapes.",
            "校验因达到时间或内存上限而终止，是否符合要求尚不得知；请分批提交，或简化形状。",
        ),
    ),
    "query-refused": Explanation(
        403,
        Bilingual("The query is refused", "查询被拒绝"),
        Bilingual(
            "The text asks for an update or for another server.",
            "文本要求更新数据，或访问其他服务器。",
        ),
    ),
    "not-found": Explanation(
        404,
        Bilingual("Not found", "未找到"),
        Bilingual(
            "There is no such page, question or parameter; near lists names that look like it.",
            "没有此页面、问题或参数；near 列出相近的名称。",
        ),
    ),
    "method-not-allowed": Explanation(
        405,
        Bilingual("Method not allowed", "不允许的请求方法"),
        Bilingual(
            "The address has no such method; allow lists those that it has.",
            "此网址不支持该方法；allow 列出可用的方法。",
        ),
    ),
    "not-acceptable": Explanation(
        406,
        Bilingual("No acceptable format", "没有可接受的格式"),
        Bilingual(
            "No format that is accepted can hold this answer; offered lists those that can.",
            "可接受的格式均无法表示此结果；offered 列出可用的格式。",
        ),
    ),
    "too-large": Explanation(
        413,
        Bilingual("Too large", "请求过大"),
        Bilingual(
            "The query or the body is longer than limit_bytes.",
            "查询或请求正文超过 limit_bytes。",
        ),
    ),
    "unsupported-media-type": Explanation(
        415,
        Bilingual("Unsupported media type", "不支持的媒体类型"),
        Bilingual(
            "The body has a type, a charset or a compression that is not read; "
            "accepted lists what is.",
            "请求正文的类型、字符集或压缩方式不受支持；accepted 列出可用者。",
        ),
    ),
    "internal": Explanation(
        500,
        Bilingual("Internal error", "内部错误"),
        Bilingual(
            "Our fault. The document holds an id and nothing else; the log has the "
            "details under it.",
            "本站之误。文档仅含 id，详情见服务器日志。",
        ),
    ),
    "busy": Explanation(
        503,
        Bilingual("The server is busy", "服务器繁忙"),
        Bilingual(
            "Every place is taken; come back after Retry-After seconds.",
            "查询席位已满；请在 Retry-After 秒后再试。",
        ),
    ),
    "too-much-memory": Explanation(
        503,
        Bilingual("The query needs too much memory", "查询所需内存过多"),
        Bilingual(
            "The query needed more than memory_mib and was ended.",
            "查询所需内存超过 memory_mib，已被终止。",
        ),
    ),
    "engine-unavailable": Explanation(
        503,
        Bilingual("The engine cannot be reached", "查询引擎不可用"),
        Bilingual(
            "The engine behind the server cannot be reached, or failed.",
            "无法连接查询引擎，或引擎出错。",
        ),
    ),
    "timeout": Explanation(
        504,
        Bilingual("The query took too long", "查询超时"),
        Bilingual(
            "The query ran into its limit of limit_s seconds and was ended.",
            "查询达到 limit_s 秒的时限，已被终止。",
        ),
    ),
}
