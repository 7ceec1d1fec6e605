"""Editions that a translator adds to a site: a Nynorsk one that falls back on Bokmål, a Northern Sámi one with three
plural forms, and an Arabic one, which is written from right to left. Each begins with a few words, as they do.
"""

HEAD = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {}\\n"\n'
RULES = {
    "en": "nplurals=2; plural=(n != 1);",
    "nb": "nplurals=2; plural=(n != 1);",
    "nn": "nplurals=2; plural=(n != 1);",
    "se": "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);",
    "ar": (
        "nplurals=6; plural=(n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n % 100 >= 3 && n % 100 <= 10 ? 3"
        " : n % 100 >= 11 ? 4 : 5);"
    ),
}


def entry(msgid: str, *forms: str, plural: str = "", context: str = "") -> str:
    """One entry of a catalog."""
    lines = [f'msgctxt "{context}"'] if context else []
    lines += [f'msgid "{msgid}"', *([f'msgid_plural "{plural}"'] if plural else [])]
    names = [f"msgstr[{number}]" for number in range(len(forms))] if plural else ["msgstr"]
    lines += [f'{name} "{form}"' for name, form in zip(names, forms, strict=True)]
    return "".join(f"{line}\n" for line in ["", *lines])


def articles(*forms: str) -> str:
    """The entry of the message that counts articles."""
    return entry("%(n)s article", *forms, plural="%(n)s articles")


def catalog(locale: str, *entries: str) -> str:
    """The file of a catalog, as one block of a story."""
    return f"-- locales/{locale}/LC_MESSAGES/messages.po --\n" + HEAD.format(locale, RULES[locale]) + "".join(entries)


NYNORSK = """
[locales.nn]
name = "Nynorsk"
fallback = ["nb"]
"""
SAMI = """
[locales.se]
name = "Davvisámegiella"
fallback = ["nb"]
"""
ARABIC = """
[locales.ar]
name = "العربية"
"""

ARABIC_WORDS = (
    entry("Latest", "الأحدث"),
    entry("Read more", "اقرأ المزيد"),
    entry("Share", "مشاركة"),
    entry("Sections", "الأقسام"),
    entry("Language", "اللغة"),
    entry("Authors", "الكتّاب"),
    entry("Archive", "الأرشيف"),
    entry("All articles", "كل المقالات"),
    entry("Skip to the content", "انتقل إلى المحتوى"),
    entry("in %(language)s", "ب%(language)s"),
    entry("More from %(name)s", "المزيد من %(name)s"),
    entry(
        "%(minutes)s min read",
        *("قراءة سريعة", "قراءة في دقيقة", "قراءة في دقيقتين"),
        *("قراءة في %(minutes)s دقائق", "قراءة في %(minutes)s دقيقة", "قراءة في %(minutes)s دقيقة"),
        plural="%(minutes)s min read",
    ),
    entry("This article has not been translated into %(language)s.", "لم تُترجم هذه المقالة إلى %(language)s."),
    entry("Read it in the edition in %(language)s", "اقرأها في النسخة %(language)s"),
    entry("By", "بقلم", context="byline"),
    entry("Society", "المجتمع", context="section.society.name"),
    entry("Culture", "الثقافة", context="section.culture.name"),
    articles("لا مقالات", "مقالة واحدة", "مقالتان", "%(n)s مقالات", "%(n)s مقالة", "%(n)s مقالة"),
)
ARABIC_TEXTS = """
-- content/authors/layla-haddad.ar.md --
---
name: ليلى حداد
role: كاتبة في ترومسو
---
تكتب ليلى عن الجزر وعن [الأدب](/). وُلدت في حلب وتعيش في Tromsø منذ عام 2012.
-- content/articles/an-island/index.ar.md --
---
title: "جزيرة في أقصى الشمال: ما الذي يبقى؟"
standfirst: حين ترحل العبّارة الأخيرة في السادسة مساءً يصبح البحر أوسع مما كان.
date: 2026-05-10
section: society
tags: [islands, sea]
authors: [layla-haddad, ingrid-solheim]
image: {file: map.svg, alt: خريطة بسيطة للجزيرة, caption: الجزيرة كما تُرى من الجنوب., credit: "رسم: Nordre Rand"}
---
كانت الجزيرة تسمّى [Nordre Rand]{lang=nb}، أي الحافة الشمالية.[^1] يسكنها 412 شخصًا، ويقول أحدهم: "لا أحد يرحل مرة واحدة."

## من يبقى

- المعلّمة، لأن المدرسة باقية.
- الصيّاد، لأن البحر باقٍ.

> من لا يعرف الريح لا يعرف الوقت.

::: pullquote
البحر لا ينسى أحدًا.
:::

::: quote {lang=en}
The sea keeps its own calendar.
:::

| السنة | السكان | التغيّر |
|:--|--:|:-:|
| 1990 | 1204 | — |
| 2025 | 412 | −66 % |

1. انظر `messages.po` في المستودع.
2. ثم [اكتب إلينا](https://example.org/ar).

```
python build.py serve
```

[^1]: الاسم في الخرائط القديمة مختلف.
-- content/articles/an-island/map.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" viewBox="0 0 300 200">
<rect width="300" height="200" fill="#9ab"/><circle cx="90" cy="110" r="40" fill="#354"/>
</svg>
"""
