"""The words of the pages of a validation, in English and in Simplified Chinese."""

from collections.abc import Mapping

VALIDATE_WORDS: Mapping[str, tuple[str, str]] = {
    "validate": ("Validate", "校验"),
    "upload_title": ("Validate a contribution", "校验贡献"),
    "upload_lead": (
        "Send RDF and learn line by line what to mend, before you propose it. Nothing is stored.",
        "提交 RDF，逐行了解须修改之处，然后再正式提出。内容不会被保存。",
    ),
    "upload_text": ("Your records", "您的记录"),
    "upload_format": ("Format of the text", "文本格式"),
    "upload_file": ("Or files: the suffix tells the format", "或选择文件：由后缀判断格式"),
    "upload_shapes": (
        "Your own SHACL shapes, in place of the rules of this graph",
        "自备的 SHACL 形状，用以代替本图谱的规则",
    ),
    "upload_own": ("Judge by shapes of your own", "用自备的形状校验"),
    "upload_forms": ("No Turtle? Fill in a form.", "不写 Turtle？请填写表单。"),
    "report_again": ("Mend it and validate again", "修改后重新校验"),
    "upload_send": ("Validate", "校验"),
    "upload_limits": ("At most", "上限"),
    "upload_triples": ("triples", "个三元组"),
    "report_title": ("Report on your contribution", "贡献校验报告"),
    "report_guess": ("(line found by name)", "（按名称查得的行）"),
    "report_value": ("Value", "值"),
    "report_because": ("Because", "原因"),
    "report_write": ("Write, for example", "例如可写"),
    "report_rule": ("Rule", "规则"),
    "report_adds": ("What this adds", "新增内容"),
    "report_new": ("new", "新增"),
    "report_next": ("Next", "下一步"),
}
