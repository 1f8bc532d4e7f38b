"""What a reader is told whose request cannot be answered, and what to do then. No Django.

In each language of the interface, for nothing of the newspaper's settings may be needed to say it.
"""

import html
import json
from dataclasses import dataclass

RETRY_AFTER = 10
"""Seconds."""

PAGE = """<!doctype html>
<html lang="ar" dir="rtl">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <title>{title} · {french_title} · {english_title}</title>
    <style>{style}</style>
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p>{message}</p>
      {kept}
      <hr>
      <h2 lang="fr" dir="ltr">{french_title}</h2>
      <p lang="fr" dir="ltr">{french_message}</p>
      <h2 lang="en" dir="ltr">{english_title}</h2>
      <p lang="en" dir="ltr">{english_message}</p>
      <p><a href="/">الصفحة الأولى · <bdi lang="fr">La une</bdi> ·
        <bdi lang="en">Front page</bdi></a></p>
    </main>
  </body>
</html>
"""

STYLE = """
body{margin:0;background:#fffdf8;color:#191510;font:1.25rem/1.7 serif}
main{max-inline-size:36rem;margin-inline:auto;padding:2.5rem 1.1rem}
h1{font-size:2rem;line-height:1.3;margin-block:0 1rem}h2{font-size:1.3rem;margin-block:1.5rem .5rem}
hr{border:0;border-block-start:1px solid #ddd5c6;margin-block:2rem 0}a{color:inherit}
label{display:block;font-weight:bold;margin-block:1.5rem .4rem}
textarea{box-sizing:border-box;inline-size:100%;min-block-size:14rem;padding:.7rem;
border:1px solid #8a8173;background:#f6f1e7;color:inherit;font:inherit}
@media(prefers-color-scheme:dark){body{background:#14120f;color:#ece5d8}
textarea{background:#1d1a16;border-color:#857c6c}hr{border-color:#38322a}}
"""

SITE = (
    "لا نستطيع الآن فتح هذه الصفحة",
    "ما نُشر من مقالات ما زال يُقرأ كالمعتاد. أعد المحاولة بعد قليل.",
    "Cette page ne peut pas être ouverte pour le moment",
    "Ce qui est publié se lit comme d’habitude. Veuillez réessayer dans un petit moment.",
    "This page cannot be opened at the moment",
    "What is published can be read as always. Try again in a little while.",
)
FAULT = (
    "وقع خلل عندنا",
    "ليس الخلل في ما طلبته ولا في ما أرسلته. ارجع إلى الصفحة السابقة وأعد المحاولة بعد دقيقة؛ ما "
    "كتبته ما زال فيها.",
    "Une panne s’est produite de notre côté",
    "Elle ne tient ni à ce que vous avez demandé ni à ce que vous avez envoyé. Veuillez revenir à "
    "la page précédente et réessayer dans une minute\u202f; ce que vous avez écrit y est toujours.",
    "Something failed on our side",
    "Nothing that you asked for or sent is at fault. Go back and try again in a minute; what you "
    "wrote is still there.",
)
COMMENT = (
    "لم يُرسل تعليقك بعد",
    "لا نستطيع الآن حفظه، ولذلك لا نقول إنه وصل. هذا نصّه كما كتبته: انسخه، ثم أعد إرساله من صفحة "
    "المقال بعد قليل.",
    "Votre commentaire n’est pas encore envoyé",
    "Nous ne pouvons pas le conserver pour le moment et ne disons donc pas qu’il est arrivé. Son "
    "texte figure ci-dessus tel que vous l’avez écrit. Veuillez le copier et le renvoyer depuis la "
    "page de l’article dans un petit moment.",
    "Your comment has not been sent yet",
    "We cannot keep it at the moment, so we do not say that it arrived. Its text stands above as "
    "you wrote it: copy it, and send it again from the story's page in a little while.",
)
KEPT = (
    '<label for="kept">ما كتبته</label>'
    '<textarea id="kept" name="text" readonly dir="auto">\n{text}</textarea>'
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"


@dataclass(frozen=True)
class UnavailablePage:
    """The answer's headers and body."""

    headers: list[tuple[str, str]]
    body: bytes


def unavailable_page(
    text: str = "", *, wants_json: bool = False, status: int = 503
) -> UnavailablePage:
    """Return what is said; ``text`` is a comment that is given back, for it was not kept.

    ``status`` is 503 where something is away for a while, and 500 where we failed.
    """
    said = COMMENT if text else FAULT if status == 500 else SITE
    title, message, french_title, french_message, english_title, english_message = said
    if wants_json:
        detail = f"{message} {french_message} {english_message}"
        told = {"title": english_title, "status": status, "detail": detail}
        body = json.dumps(told | ({"text": text} if text else {}), ensure_ascii=False)
        return _page(body, "application/problem+json")
    body = PAGE.format(
        title=title,
        message=message,
        french_title=french_title,
        french_message=french_message,
        english_title=english_title,
        english_message=english_message,
        kept=KEPT.format(text=html.escape(text)) if text else "",
        style=STYLE,
    )
    return _page(body, "text/html; charset=utf-8")


def _page(body: str, content_type: str) -> UnavailablePage:
    encoded = body.encode()
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(encoded))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
    ]
    return UnavailablePage(headers, encoded)
