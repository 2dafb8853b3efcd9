"""The citizen's pages: the way in by code, the interview a page at a time, and the check of an invitation.

Rules (docs/decisions/0017-a-page-answers-in-place.md). Plain HTML, no script. A GET changes nothing, so that
a preview of a link opens no interview. What is sent is on disk before the next page is shown. A page that
moved on is asked for again (303), so that a reload sends nothing twice; one with something to tell is the
answer itself. After the code was exchanged for a cookie no address says who anybody is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.doors import Check, CitizenDoor, Entrance, InterviewerDoor, PageView
from bot.ports import NotStored
from bot.web.files import FormFiles
from bot.web.page_texts import text
from bot.web.protect import Guard, address_of, new_mark, new_token, nonce_in

if TYPE_CHECKING:
    from jinja2 import Environment

COOKIE = "sipas"
SESSION_S = 12 * 3600.0
INTERVIEW = "/phieu"
_HERE = Path(__file__).parent
_Page = Callable[[web.Request], Awaitable[web.Response]]


class Printer:
    """Fills the templates and puts the guard's headers on every page."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self._templates: Environment | None = None

    def page(
        self,
        template: str,
        door: CitizenDoor | InterviewerDoor,
        language: str,
        /,
        *,
        status: int = 200,
        **values: Any,
    ) -> web.Response:
        """One page in `language`; its texts know who speaks."""
        sender = door.sender
        facts = {"department": sender.department, "decision": sender.decision, "hotline": sender.hotline}

        def say(key: str, **more: object) -> str:
            return text(key, language, **facts, **{name: str(value) for name, value in more.items()})

        filled = self._environment().get_template(template)
        body = filled.render(language=language, sender=sender, say=say, **values)
        return web.Response(
            text=body, content_type="text/html", charset="utf-8", status=status, headers=self.guard.headers()
        )

    def _environment(self) -> Environment:
        if self._templates is None:
            from jinja2 import Environment, FileSystemLoader, StrictUndefined

            self._templates = Environment(
                loader=FileSystemLoader(_HERE / "templates"),
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
            )
        return self._templates


class Pages:
    """The handlers of the citizen's pages."""

    def __init__(self, door: CitizenDoor, guard: Guard, media: Path | None = None) -> None:
        self._files = FormFiles(media, guard)
        self._door = door
        self._guard = guard
        self._printer = Printer(guard)
        self._style = (_HERE / "static" / "page.css").read_bytes()

    def add_to(self, application: web.Application) -> None:
        """Give every address its handler."""
        router = application.router
        router.add_get("/", self.guarded(self.front))
        router.add_post("/", self.guarded(self.enter))
        router.add_get("/k/{code}", self.guarded(self.front))
        router.add_get(INTERVIEW, self.guarded(self.interview))
        router.add_post(INTERVIEW, self.guarded(self.send))
        router.add_post("/dong", self.guarded(self.leave))
        router.add_get("/kiem-tra", self.guarded(self.ask_to_check))
        router.add_post("/kiem-tra", self.guarded(self.check))
        router.add_get("/page.css", self.style)
        self._files.add_to(application)

    def guarded(self, page: _Page) -> _Page:
        """Refuse forms of other sites, and say in words when nothing could be stored."""

        async def guard(request: web.Request) -> web.Response:
            if status := await self._guard.refuses(request):
                return self._message(request, "old", status=status)
            try:
                return await page(request)
            except NotStored:
                return self._message(request, "busy", status=503)

        return guard

    async def style(self, _request: web.Request) -> web.Response:
        """The one style sheet; it may be kept, it says nothing about anybody."""
        headers = self._guard.headers() | {"Cache-Control": "public, max-age=3600"}
        return web.Response(body=self._style, content_type="text/css", charset="utf-8", headers=headers)

    async def front(self, request: web.Request) -> web.Response:
        """Ask for the code; one that came in a picture code stands in the field already."""
        code = as_code(request.match_info.get("code", ""))
        return self._front(request, _language(request), code=code)

    async def enter(self, request: web.Request) -> web.Response:
        """Exchange a code for a cookie."""
        fields = await request.post()
        language = "en" if fields.get("lang") == "en" else "vi"
        code = as_code(str(fields.get("code", "")))
        if not code:
            return self._front(request, language, error=text("code.blank", language), status=400)
        held = self._guard.token(request, COOKIE)
        if held and await self._door.holds(code, address_of(held)):
            return self._see(INTERVIEW)
        token = new_token(SESSION_S)
        match await self._door.enter(code, address_of(token), self._guard.origin(request)):
            case Entrance.OPEN:
                response = self._see(INTERVIEW)
                self._guard.set_cookie(response, COOKIE, token, same_site="Lax")
                return response
            case Entrance.WRONG:
                error = text("code.wrong", language, hotline=self._door.sender.hotline)
                return self._front(request, language, error=error, code=code, status=403)
            case Entrance.TOO_MANY:
                error = text("code.too_many", language, hotline=self._door.sender.hotline)
                return self._front(request, language, error=error, status=429)

    async def interview(self, request: web.Request) -> web.Response:
        """Show where the interview of this browser stands."""
        token = self._guard.token(request, COOKIE)
        view = await self._door.show(address_of(token)) if token else None
        if view is None:
            return self._see("/")
        return self._shown(view, token)

    async def send(self, request: web.Request) -> web.Response:
        """Take a page that was filled in."""
        fields = await request.post()
        token = self._guard.token(request, COOKIE)
        nonce = nonce_in(str(fields.get("mark", "")), token) if token else ""
        if not nonce:
            return self._message(request, "old", status=403)
        given = {name: [str(one) for one in fields.getall(name)] for name in fields}
        answered = await self._door.send(address_of(token), nonce, given)
        if answered is None:
            return self._see("/")
        return self._see(INTERVIEW) if answered.moves_on else self._shown(answered.view, token)

    async def leave(self, request: web.Request) -> web.Response:
        """Close the interview in this browser, which others may use."""
        fields = await request.post()
        token = self._guard.token(request, COOKIE)
        if token and nonce_in(str(fields.get("mark", "")), token):
            await self._door.leave(address_of(token))
        response = self._see("/")
        self._guard.drop_cookie(response, COOKIE)
        return response

    async def ask_to_check(self, request: web.Request) -> web.Response:
        """Ask for a check code; one that came in a picture code stands in the field already."""
        return self._check(_language(request), code=as_code(request.query.get("code", "")))

    async def check(self, request: web.Request) -> web.Response:
        """Say whether an invitation is genuine."""
        fields = await request.post()
        language = "en" if fields.get("lang") == "en" else "vi"
        sender = self._door.sender
        facts = {"department": sender.department, "decision": sender.decision, "hotline": sender.hotline}
        code = as_code(str(fields.get("code", "")))
        if not code:
            return self._check(language, error=text("check.blank", language), status=400)
        match await self._door.check(code, self._guard.origin(request)):
            case Check.GENUINE:
                told = text("check.genuine.text", language, **facts)
                return self._check(language, kind="good", heading=text("check.genuine", language), told=told)
            case Check.UNKNOWN:
                told = text("check.unknown.text", language, **facts)
                return self._check(language, kind="bad", heading=text("check.unknown", language), told=told)
            case Check.TOO_MANY:
                error = text("code.too_many", language, **facts)
                return self._check(language, error=error, status=429)

    def _front(
        self, _request: web.Request, language: str, *, error: str = "", code: str = "", status: int = 200
    ) -> web.Response:
        return self._printer.page(
            "enter.html.j2", self._door, language, status=status, error=error, code=code
        )

    def _check(
        self,
        language: str,
        *,
        kind: str = "",
        heading: str = "",
        told: str = "",
        error: str = "",
        code: str = "",
        status: int = 200,
    ) -> web.Response:
        return self._printer.page(
            "check.html.j2",
            self._door,
            language,
            status=status,
            kind=kind,
            heading=heading,
            told=told,
            error=error,
            code=code,
        )

    def _shown(self, view: PageView, token: str) -> web.Response:
        return self._printer.page(
            "page.html.j2",
            self._door,
            view.language,
            view=view,
            mark=new_mark(token),
            action=INTERVIEW,
            leave="/dong",
        )

    def _message(self, request: web.Request, key: str, *, status: int) -> web.Response:
        language = _language(request)
        response = self._printer.page(
            "message.html.j2", self._door, language, status=status, told=text(key, language)
        )
        if status == 503:
            response.headers["Retry-After"] = "5"
        return response

    def _see(self, where: str) -> web.Response:
        return web.Response(status=303, headers={**self._guard.headers(), "Location": where})


def as_code(typed: str) -> str:
    """A code as it was given out: capitals and digits, without the blanks and dashes people put in."""
    return "".join(sign for sign in typed.upper()[:40] if sign.isascii() and sign.isalnum())[:12]


def _language(request: web.Request) -> str:
    return "en" if request.query.get("lang") == "en" else "vi"
