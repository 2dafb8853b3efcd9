"""The interviewer's pages: sign in, my cases, one case, the interview read out and written down.

Rules (reliability.md §5.1). A session cookie is `SameSite=Strict` and ends with the shift. The list holds no
name and no number; a case shows them, and the look is in the audit trail. No page of a case is another
interviewer's. The interview is the citizen's own page, sent back to another address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.doors import Entrance, InterviewerDoor
from bot.ports import NotStored
from bot.web.page_texts import OUTCOMES, text
from bot.web.pages import Printer
from bot.web.protect import Guard, address_of, new_mark, new_token, nonce_in

COOKIE = "sipas-pv"
SHIFT_S = 10 * 3600.0
HOME = "/pv"
MODES = ("phone", "visit")
_Page = Callable[[web.Request], Awaitable[web.Response]]


class InterviewerPages:
    """The handlers of the interviewer's pages."""

    def __init__(self, door: InterviewerDoor, guard: Guard) -> None:
        self._door = door
        self._guard = guard
        self._printer = Printer(guard)

    def add_to(self, application: web.Application) -> None:
        """Give every address its handler."""
        router = application.router
        router.add_get(HOME, self._guarded(self.home))
        router.add_post(HOME, self._guarded(self.sign_in))
        router.add_post(f"{HOME}/ra", self._guarded(self.sign_out))
        router.add_get(HOME + r"/{case:\d{1,9}}", self._guarded(self.case))
        router.add_post(HOME + r"/{case:\d{1,9}}", self._guarded(self.record))
        router.add_post(HOME + r"/{case:\d{1,9}}/{mode:phone|visit}/moi", self._guarded(self.begin))
        router.add_get(HOME + r"/{case:\d{1,9}}/{mode:phone|visit}", self._guarded(self.interview))
        router.add_post(HOME + r"/{case:\d{1,9}}/{mode:phone|visit}", self._guarded(self.send))

    def _guarded(self, page: _Page) -> _Page:
        async def guard(request: web.Request) -> web.Response:
            if status := await self._guard.refuses(request):
                return self._message("old", status=status)
            try:
                return await page(request)
            except NotStored:
                return self._message("busy", status=503)

        return guard

    async def home(self, request: web.Request) -> web.Response:
        """The list of cases, or the form to sign in."""
        token = self._guard.token(request, COOKIE)
        found = await self._door.cases(address_of(token)) if token else None
        if found is None:
            return self._sign_in()
        who, lines = found
        return self._page("pv_list.html.j2", token, who=who, lines=lines)

    async def sign_in(self, request: web.Request) -> web.Response:
        """Exchange name and password for a cookie."""
        fields = await request.post()
        name, password = str(fields.get("name", ""))[:200], str(fields.get("password", ""))[:200]
        token = new_token(SHIFT_S)
        origin = self._guard.origin(request)
        match await self._door.sign_in(name, password, address_of(token), origin):
            case Entrance.OPEN:
                response = self._see(HOME)
                self._guard.set_cookie(response, COOKIE, token, same_site="Strict")
                return response
            case Entrance.WRONG:
                return self._sign_in("pv.wrong", status=403)
            case Entrance.TOO_MANY:
                return self._sign_in("pv.too_many", status=429)

    async def sign_out(self, request: web.Request) -> web.Response:
        """End the session."""
        token, nonce, _ = await self._form(request)
        if nonce:
            await self._door.sign_out(address_of(token))
        response = self._see(HOME)
        self._guard.drop_cookie(response, COOKIE)
        return response

    async def case(self, request: web.Request) -> web.Response:
        """Whom to ask for, and what may be done."""
        return await self._case(request, "")

    async def record(self, request: web.Request) -> web.Response:
        """Note what came of a contact."""
        token, nonce, fields = await self._form(request)
        if not nonce:
            return self._message("old", status=403)
        mode = (fields.get("mode") or ["phone"])[0]
        wrong = await self._door.record(
            address_of(token),
            _number(request),
            mode if mode in MODES else "phone",
            nonce,
            (fields.get("outcome") or [""])[0],
            again=(fields.get("again") or [""])[0][:40],
        )
        return await self._case(request, wrong) if wrong else self._see(HOME)

    async def begin(self, request: web.Request) -> web.Response:
        """Begin the interview, or go on with it."""
        token, nonce, _ = await self._form(request)
        case, mode = _number(request), request.match_info["mode"]
        if not nonce or not await self._door.begin(address_of(token), case, mode):
            return self._message("old", status=403)
        return self._see(f"{HOME}/{case}/{mode}")

    async def interview(self, request: web.Request) -> web.Response:
        """Where the interview stands."""
        token = self._guard.token(request, COOKIE)
        case, mode = _number(request), request.match_info["mode"]
        view = await self._door.show(address_of(token), case, mode) if token else None
        if view is None:
            return self._see(HOME)
        return self._page("page.html.j2", token, view=view, action=request.path, leave="")

    async def send(self, request: web.Request) -> web.Response:
        """Take a page of the interview."""
        token, nonce, fields = await self._form(request)
        if not nonce:
            return self._message("old", status=403)
        case, mode = _number(request), request.match_info["mode"]
        answered = await self._door.send(address_of(token), case, mode, nonce, fields)
        if answered is None:
            return self._see(HOME)
        if answered.moves_on:
            return self._see(request.path)
        return self._page("page.html.j2", token, view=answered.view, action=request.path, leave="")

    async def _case(self, request: web.Request, wrong: str) -> web.Response:
        token = self._guard.token(request, COOKIE)
        found = await self._door.case(address_of(token), _number(request)) if token else None
        if found is None:
            return self._see(HOME)
        status = 400 if wrong else 200
        return self._page(
            "pv_case.html.j2", token, status=status, found=found, wrong=wrong, outcomes=OUTCOMES
        )

    async def _form(self, request: web.Request) -> tuple[str, str, dict[str, list[str]]]:
        """The token of the cookie, the nonce of a form made for it ("" for none), and the fields."""
        fields = await request.post()
        token = self._guard.token(request, COOKIE)
        nonce = nonce_in(str(fields.get("mark", "")), token) if token else ""
        return token, nonce, {name: [str(one) for one in fields.getall(name)] for name in fields}

    def _page(self, template: str, token: str, status: int = 200, **values: object) -> web.Response:
        view = values.get("view")
        language = getattr(view, "language", "vi")
        return self._printer.page(
            template, self._door, language, status=status, mark=new_mark(token), home=HOME, **values
        )

    def _sign_in(self, error: str = "", status: int = 200) -> web.Response:
        return self._printer.page(
            "pv_sign_in.html.j2", self._door, "vi", status=status, error=text(error, "vi") if error else ""
        )

    def _message(self, key: str, *, status: int) -> web.Response:
        return self._printer.page("message.html.j2", self._door, "vi", status=status, told=text(key, "vi"))

    def _see(self, where: str) -> web.Response:
        return web.Response(status=303, headers={**self._guard.headers(), "Location": where})


def _number(request: web.Request) -> int:
    return int(request.match_info["case"])
