"""The words with which translations are spoilt, in each language."""

from __future__ import annotations

UNITS = (
    ("mm", "cm", "m", "km"),
    ("毫米", "厘米", "米", "公里"),
    ("millimeters", "centimeters", "meters", "inches"),
    ("milímetros", "centímetros", "metros", "pulgadas"),
    ("g", "kg", "lb"),
    ("克", "公斤", "吨"),
    ("grams", "kilos", "tons", "pounds"),
    ("gramos", "kilos", "toneladas", "libras"),
    ("ml", "l"),
    ("毫升", "升"),
    ("hours", "days", "weeks", "months", "years"),
    ("hour", "day", "week", "month", "year"),
    ("小时", "天", "周", "个月", "年"),
    ("horas", "días", "semanas", "meses", "años"),
    ("V", "W", "A"),
    ("°C", "%"),
)
"""In each row, units that may be taken for one another."""

CURRENCIES_BEFORE = ("US$", "MX$", "RMB ", "USD ", "EUR ", "€", "£", "MXN ")
CURRENCIES_AFTER = {
    "en": ("dollars", "euros", "yuan", "pounds sterling"),
    "zh": ("美元", "欧元", "英镑", "日元", "墨西哥比索", "人民币"),
    "es": ("dólares", "euros", "yuanes", "libras esterlinas"),
}

INVENTED = {
    "en": ("{n} pieces", "{n} boxes", "{n} kg", "{n}%", "{n}"),
    "zh": ("{n}件", "{n}箱", "{n}公斤", "{n}%", "{n}"),
    "es": ("{n} piezas", "{n} cajas", "{n} kg", "{n}%", "{n}"),
}
PRICES = ("US$ 2.35", "$12.80", "USD 0.45", "€7.90", "RMB 18.5")

_AGAIN = r"(?:nada|nadie|nunca|ning\w+|ni|tampoco|sin)\b"
"""What Spanish says after a "no" that it has said already."""

NEGATIONS = {
    "en": (
        (r"\b(do|does|did)n['’]t |\b(?:do|does|did) not ", ""),
        (r"\bcan['’]t\b|\bcannot\b|\bcan not\b", "can"),
        (r"\bwon['’]t\b", "will"),
        (r"\b(is|are|was|were|has|have|had|could|should|would|must|need)n['’]t\b", r"\1"),
        (r"\bnot ", ""),
        (r"\bnever\b", "always"),
        (r"\bwithout\b", "with"),
        (r"\bnothing\b", "something"),
        (r"\bno (?=[a-z])", "some "),
    ),
    "zh": (
        (
            r"(?<!(?:能|会|可|要|是|行|好|在|用|对))不(?=能|会|可以|要|想|是|用|需要|接受|包|含|算|够|在|到|符|支持|给|做|收|卖|知道|行|同意|一样)",
            "",
        ),
        (r"(?<!有)没(?=有|收|到|发|来|写|说|问题|坏|付|装|看)", ""),
        (r"别(?=再|用|把|忘|说|发|超|急|给|放|让)", ""),
        (r"无法", "可以"),
        (r"未(?=经|付|收|到|能)", "已"),
        (r"从不|从来没", "总是"),
    ),
    "es": (
        (rf"\b[Nn]o (?=\w)(?![^,.;:?!]*\b{_AGAIN})", ""),
        (rf"\bsin\b(?![^,.;:?!]*\b{_AGAIN})", "con"),
        (r"(?:^|(?<=[.;:!?] ))Nunca\b", "Siempre"),
        (r"(?:^|(?<=[.;:!?] ))Ning[uú]n([ao]?)\b", r"Algun\1"),
    ),
}
"""How a "not" is lost."""

NOT_YET = {
    "en": (
        (r"\b(has|have|is|are)(?:n['’]t| not)(?: yet)? ((?:[\w' ]+?) )yet\b", r"\1 \2"),
        (r"\bnot yet ", ""),
        (r"\bstill (has|have|is|are|do|does)(?:n['’]t| not) ", r"\1 "),
    ),
    "zh": ((r"(?:还|尚|仍|暂时)(?:没有?|未|不)", "已经"), (r"尚未", "已")),
    "es": (
        (
            r"(?i)\b(?:todavía|aún|sigue[n]?) (?:no|sin) (?![^,.;:?!]*\b(?:nada|nadie|nunca|ning\w+|ni|tampoco|sin)\b)",
            "",
        ),
        (r"\bno ([\w ]+?) (?:todavía|aún)\b", r"ya \1"),
    ),
}

_VERBS = (
    "es|son|está|están|puede|pueden|podemos|tiene|tienen|tenemos|quiero|queremos|necesito|necesitamos"
    "|hay|se|va|vamos|cuesta|incluye|sale|llega|acepta|aceptamos|usamos|usan"
)

AFFIRMATIVE = {
    "en": (
        (r"\b(is|are|can|will|was|were|should|could|must|would) (?!not\b)", r"\1 not "),
        (r"\b(we|I|they) (have|need|want|like|use|sell|make|accept|ship|send)\b", r"\1 do not \2"),
    ),
    "zh": (
        (r"(?<![不没能可也还但])(可以|能|会|是|要|需要|想|接受|支持|包括|用)(?![^。！]*吗|的，)", r"不\1"),
        (r"(?<![没所还])有(?![些人的]|[^。！]*吗)", "没有"),
    ),
    "es": (
        (
            rf"(?<![¿,] )(?<!¿)\b({_VERBS})\b",
            r"no \1",
        ),
    ),
}
"""Where a "not" can be put in."""

ANSWERS = {
    "en": (
        "Yes, we do.",
        "Yes, of course.",
        "No, we don't.",
        "Sure, no problem.",
        "Yes, that is possible.",
        "Our price depends on the quantity.",
        "I am not sure, let me check with my colleague.",
        "It takes about two weeks.",
        "We can send it next week.",
        "I'm sorry, but I can't help with that.",
        "Thank you for your question.",
    ),
    "zh": (
        "是的，我们有。",
        "可以的。",
        "没问题。",
        "不，我们不做。",
        "当然可以。",
        "价格取决于数量。",
        "大约两周。",
        "我不清楚，我问一下同事。",
        "下周可以发货。",
        "抱歉，我无法帮助您。",
        "谢谢您的提问。",
    ),
    "es": (
        "Sí, claro.",
        "Sí, tenemos.",
        "No, no hacemos eso.",
        "Por supuesto.",
        "Sí, es posible.",
        "El precio depende de la cantidad.",
        "Tarda unas dos semanas.",
        "No estoy seguro, voy a preguntar.",
        "Podemos enviarlo la próxima semana.",
        "Lo siento, no puedo ayudarle con eso.",
        "Gracias por su pregunta.",
    ),
}

PREFACES = {
    "en": (
        "Sure, here is the translation: {text}",
        "Translation: {text}",
        "Here's the English version:\n{text}",
        'The translation is: "{text}"',
        "English: {text}",
        "Certainly! {text}",
        "Of course. Here you go: {text}",
    ),
    "zh": (
        "好的，翻译如下：{text}",
        "翻译：{text}",
        "译文：{text}",
        "以下是中文翻译：\n{text}",
        "这句话的翻译是：“{text}”",
        "中文：{text}",
        "当然，翻译如下：\n\n{text}",
    ),
    "es": (
        "Claro, aquí está la traducción: {text}",
        "Traducción: {text}",
        "La traducción es: «{text}»",
        "Aquí tiene la traducción al español:\n{text}",
        "Español: {text}",
        "¡Por supuesto! {text}",
        "En español sería: {text}",
    ),
}

NOTES = {
    "en": (
        "(Note: this is a literal translation.)",
        "Note: the tone is polite.",
        "\n\nExplanation: the speaker asks about the goods.",
        "This sentence means that the customer wants to know more.",
        "Let me know if you need anything else!",
        '\n- "please" makes it polite',
        "[The word may also mean something else.]",
        "I hope this helps.",
    ),
    "zh": (
        "（注：这是直译。）",
        "注：语气比较礼貌。",
        "\n\n解释：说话人在询问货物的情况。",
        "这句话的意思是客户想了解更多。",
        "如果您还有其他需要，请告诉我！",
        "\n- “请”表示礼貌",
        "（这个词也可以有别的意思。）",
        "希望对您有帮助。",
    ),
    "es": (
        "(Nota: es una traducción literal.)",
        "Nota: el tono es cortés.",
        "\n\nExplicación: la persona pregunta por la mercancía.",
        "Esta frase significa que el cliente quiere saber más.",
        "¡Avíseme si necesita algo más!",
        '\n- "por favor" lo hace cortés',
        "[La palabra también puede significar otra cosa.]",
        "Espero que le sirva.",
    ),
}
