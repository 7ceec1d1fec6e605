"""Citations as files, which programs for references read: one of each form for each text, beside its home page.

How one is written down is known in `bibtex`, `ris` and `csl_json`.
"""

from collections.abc import Callable, Iterable, Mapping

from ordskifte.model.answers import Citation
from ordskifte.model.config import CitationFormat
from ordskifte.model.document import Kind
from ordskifte.model.site import Target
from ordskifte.render import bibtex, csl_json, ris
from ordskifte.render.citations import FILES, citation
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from ordskifte.resolve.addresses import output_path

WRITERS: Mapping[str, Callable[[Citation], bytes]] = {
    CitationFormat.BIBTEX: bibtex.written,
    CitationFormat.RIS: ris.written,
    CitationFormat.CSL: csl_json.written,
}


def _targets(ground: Ground) -> Iterable[Target]:
    config = ground.site.config
    for (locale, kind, key), page in ground.site.pages.items():
        if kind == Kind.ARTICLE and page.url == page.home:
            for form in config.citations:
                path = output_path(config, page.url + FILES[form].url)
                yield Target(path, "citations", locale, (form.value, key), page.language)


def _render(target: Target, view: View, _: Templates) -> bytes:
    form, key = map(str, target.subject)
    page = view.page(Kind.ARTICLE.value, key)
    said = citation(view, page) if page else None
    assert said is not None
    return WRITERS[form](said)


CITATIONS = Renderer("citations", _targets, _render)
