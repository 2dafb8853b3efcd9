"""The Telegram Bot API on loopback, for one bot: strict where the real one is strict.

What it holds to (reliability.md §2.1): a bot cannot write to a chat nobody opened, nor to one that
blocked it; texts have 1 to 4,096 characters and `callback_data` 1 to 64 bytes; an edit that changes
nothing is refused; webhook and getUpdates exclude each other, and of two pollers the first is
thrown out; an update is delivered again until it is taken, in order within its chat; a webhook's
answer may itself be an API call; a file is uploaded, or named by an id given before, and a picture
must be one; an album holds two to ten pictures and films. What it does not do: groups, formatting,
rate limits of its own (ask `faults`). Unlike the real one it allows a webhook over plain HTTP, and only
to loopback.

People are played through `user_*`; `on_message` shows them what the bot wrote.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp import web
from pydantic_core import from_json

from bot.emulators.faults import FaultKind, Faults
from bot.emulators.ledger import Event, Ledger
from bot.emulators.loopback import LoopbackServer, Outcall, Outcalls, Party, is_loopback, play
from bot.emulators.telegram_chats import (
    Chat,
    Message,
    ShownMessage,
    buttons_of,
    chat_json,
    encoded,
    message_json,
    shown,
    user_json,
)
from bot.emulators.telegram_rules import (
    Refusal,
    checked_album,
    checked_caption,
    checked_file,
    checked_markup,
    checked_secret,
    checked_text,
    is_true,
    not_found,
    wanted_int,
)
from bot.emulators.telegram_wire import JSON, read_params, refused

_FIRST_UPDATE = 100_000_001
_BATCH = 100
_FILES = ("photo", "voice", "audio", "video")


class TelegramEmulator(Party):
    """One bot's API server and the people who talk to it.

    `now` stamps messages (a simulated clock); retries and long polls run on real time.
    """

    def __init__(
        self,
        token: str,
        *,
        now: Callable[[], datetime],
        username: str = "sipas_demo_bot",
        ledger: Ledger | None = None,
        ledger_path: Path | None = None,
        workers: int = 32,
        retry_base_s: float = 1.0,
        retry_cap_s: float = 60.0,
    ) -> None:
        self.ledger = ledger or Ledger(now=now, path=ledger_path)
        self.faults = Faults()
        self.on_message: Callable[[ShownMessage], None] | None = None
        self._now = now
        self._prefix = f"/bot{token}/"
        self._bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "SIPAS",
            "username": username,
        }
        self._server = LoopbackServer(self._handle)
        self._outcalls = Outcalls(workers=workers, retry_base_s=retry_base_s, retry_cap_s=retry_cap_s)
        self._chats: dict[int, Chat] = {}
        self._open_taps: set[str] = set()
        self._file_ids: dict[str, str] = {}
        self._next_message = 1
        self._next_update = _FIRST_UPDATE
        self._webhook = ""
        self._headers: dict[str, str] = {"Content-Type": "application/json"}
        self._last_error = ""
        self._pending: deque[tuple[int, str, bytes]] = deque()
        self._poller: asyncio.Future[bool] | None = None
        self._is_polled = asyncio.Event()
        self._methods: Mapping[str, Callable[[Mapping[str, object]], object]] = {
            "getme": lambda _: self._bot,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "sendmessage": self._send_message,
            "editmessagetext": self._edit_message_text,
            "editmessagereplymarkup": self._edit_reply_markup,
            "answercallbackquery": self._answer_callback_query,
            **{f"send{field}": partial(self._send_file, field) for field in _FILES},
            "sendmediagroup": self._send_album,
        }

    # -- running ---------------------------------------------------------------------------------

    async def close(self) -> None:
        """Stop everything; what nobody took is lost."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(False)
        await super().close()

    @property
    def base_url(self) -> str:
        """What a bot's `base_url` must be; the token is appended to it."""
        return f"http://127.0.0.1:{self._server.port}/bot"

    async def polled(self) -> None:
        """Wait until a poller is waiting in getUpdates."""
        await self._is_polled.wait()

    def waiting(self) -> int:
        """How many updates nobody has taken yet."""
        return self._outcalls.waiting() + len(self._pending)

    # -- people ----------------------------------------------------------------------------------

    async def user_sends(self, chat_id: int, text: str) -> int:
        """Someone writes; the first words open the chat. Return the update's id."""
        return self._user_message(chat_id, {"text": text}, text)

    async def user_starts(self, chat_id: int, payload: str = "") -> int:
        """Someone presses Start, perhaps from a deep link."""
        return await self.user_sends(chat_id, f"/start {payload}".rstrip())

    async def user_sends_photo(self, chat_id: int) -> int:
        """Someone sends a picture instead of words."""
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
        return self._user_message(chat_id, {"photo": photo}, "[photo]")

    async def user_shares_contact(self, chat_id: int, phone: str, *, user_id: int | None = None) -> int:
        """Someone shares a phone number: their own unless another `user_id` is named."""
        contact = {
            "phone_number": phone,
            "first_name": "A",
            "user_id": chat_id if user_id is None else user_id,
        }
        return self._user_message(chat_id, {"contact": contact}, "[contact]")

    async def user_edits(self, chat_id: int, text: str) -> int:
        """Someone changes the last words they wrote."""
        chat = self._open_chat(chat_id)
        message_id = max(number for number, message in chat.messages.items() if not message.is_from_bot)
        chat.messages[message_id].text = text
        message = {
            "message_id": message_id,
            "from": user_json(chat),
            "chat": chat_json(chat),
            "date": int(self._now().timestamp()),
            "edit_date": int(self._now().timestamp()),
            "text": text,
        }
        return self._add_update(chat_id, "edited_message", message, text)

    async def user_taps(self, chat_id: int, message_id: int, token: str, *, is_stale: bool = False) -> bool:
        """Someone taps a button; False when the card does not carry it (any more).

        `is_stale` sends the tap all the same, as a slow screen does.
        """
        chat = self._chats.get(chat_id)
        message = chat.messages.get(message_id) if chat is not None else None
        if chat is None or message is None:
            return False
        if not is_stale and not any(b.token == token for row in message.buttons for b in row):
            return False
        tap = f"{chat_id}{self._next_update}"
        self._open_taps.add(tap)
        query = {
            "id": tap,
            "from": user_json(chat),
            "message": message_json(chat, message_id, message, self._bot),
            "chat_instance": str(chat_id),
            "data": token,
        }
        self._add_update(chat_id, "callback_query", query, token)
        return True

    def user_blocks(self, chat_id: int) -> None:
        """Someone blocks the bot: whatever it sends from now on is refused with 403."""
        self._open_chat(chat_id).is_blocked = True

    def messages(self, chat_id: int) -> list[ShownMessage]:
        """What the bot's messages in a chat look like now, oldest first."""
        chat = self._chats.get(chat_id)
        if chat is None:
            return []
        return [
            shown(chat_id, message_id, message, self._now(), is_edit=False)
            for message_id, message in chat.messages.items()
            if message.is_from_bot
        ]

    def _open_chat(self, chat_id: int) -> Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Chat(chat_id, f"Người {chat_id}")
        return chat

    def _user_message(self, chat_id: int, content: Mapping[str, object], shown: str) -> int:
        chat = self._open_chat(chat_id)
        chat.is_blocked = False
        date = int(self._now().timestamp())
        message_id = self._take_message_id()
        text = content.get("text")
        chat.messages[message_id] = Message(text if isinstance(text, str) else "", None, date, False)
        message = {
            "message_id": message_id,
            "from": user_json(chat),
            "chat": chat_json(chat),
            "date": date,
            **content,
        }
        return self._add_update(chat_id, "message", message, shown)

    def _add_update(self, chat_id: int, kind: str, content: object, shown: str) -> int:
        update_id = self._next_update
        self._next_update += 1
        body = encoded({"update_id": update_id, kind: content})
        self.ledger.note(Event.MADE, str(chat_id), str(update_id), shown, kind)
        if self._webhook:
            self._call_out(update_id, str(chat_id), body)
        else:
            self._pending.append((update_id, str(chat_id), body))
            if self._poller is not None and not self._poller.done():
                self._poller.set_result(True)
        return update_id

    # -- delivery of updates ---------------------------------------------------------------------

    def _call_out(self, update_id: int, address: str, body: bytes) -> None:
        async def taken(answer: bytes) -> None:
            self.ledger.note(Event.TAKEN, address, str(update_id))
            if answer.startswith(b"{"):
                self._call_in_answer(answer)

        def declined(why: str) -> None:
            self._last_error = why
            self.ledger.note(Event.DECLINED, address, str(update_id), detail=why)

        self._outcalls.add(
            Outcall(
                key=address,
                url=self._webhook,
                body=body,
                headers=self._headers,
                copies=self.faults.copies(),
                on_taken=taken,
                on_declined=declined,
            )
        )

    def _call_in_answer(self, answer: bytes) -> None:
        """Make the API call a webhook wrote as its answer; its result is nobody's."""
        try:
            params = from_json(answer)
        except ValueError:
            return
        if isinstance(params, dict) and isinstance(params.get("method"), str):
            self._run(params["method"].lower(), params)

    async def _get_updates(self, params: Mapping[str, object]) -> web.Response:
        if self._webhook:
            return refused(
                Refusal(
                    "Conflict: can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first",
                    409,
                )
            )
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(False)
        self._forget_before(wanted_int(params, "offset", 0))
        if not self._pending:
            waiter = self._poller = asyncio.get_running_loop().create_future()
            self._is_polled.set()
            try:
                was_woken = await asyncio.wait_for(waiter, wanted_int(params, "timeout", 0) or 0.001)
            except TimeoutError:
                was_woken = True
            finally:
                if self._poller is waiter:
                    self._is_polled.clear()
            if not was_woken:
                return refused(
                    Refusal(
                        "Conflict: terminated by other getUpdates request; "
                        "make sure that only one bot instance is running",
                        409,
                    )
                )
        limit = max(1, min(_BATCH, wanted_int(params, "limit", _BATCH)))
        batch = [body for _, _, body in list(self._pending)[:limit]]
        return web.Response(body=b'{"ok":true,"result":[' + b",".join(batch) + b"]}", content_type=JSON)

    def _forget_before(self, offset: int) -> None:
        """Asking from `offset` on acknowledges what lies before; a negative one keeps only the last."""
        if offset < 0 and self._pending:
            offset = self._pending[max(0, len(self._pending) + offset)][0]
        while self._pending and self._pending[0][0] < offset:
            update_id, address, _ = self._pending.popleft()
            self.ledger.note(Event.TAKEN, address, str(update_id))

    # -- the API ---------------------------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if not path.startswith(self._prefix):
            return refused(Refusal("Unauthorized", 401) if path.startswith("/bot") else not_found())
        method = path[len(self._prefix) :].lower()
        params = await read_params(request)
        fault = self.faults.pick(method)
        if fault is not None:
            self.ledger.note(Event.REJECTED, str(params.get("chat_id", "")), method, detail=fault.kind.value)
            if fault.kind is FaultKind.REFUSAL:
                return refused(Refusal(fault.description, fault.status, fault.retry_after))
            return await play(fault, request, lambda: self._run(method, params))
        if method == "getupdates":
            return await self._get_updates(params)
        return self._run(method, params)

    def _run(self, method: str, params: Mapping[str, object]) -> web.Response:
        act = self._methods.get(method)
        try:
            if act is None:
                raise not_found()
            result = act(params)
        except Refusal as refusal:
            self.ledger.note(Event.REJECTED, str(params.get("chat_id", "")), method, detail=str(refusal))
            return refused(refusal)
        return web.Response(body=encoded({"ok": True, "result": result}), content_type=JSON)

    def _set_webhook(self, params: Mapping[str, object]) -> object:
        url = str(params.get("url", ""))
        if not url:
            return self._delete_webhook(params)
        if not is_loopback(url):
            raise Refusal("Bad Request: bad webhook: this emulator calls nobody but loopback")
        secret = checked_secret(str(params.get("secret_token", "")))
        self._headers = {"Content-Type": "application/json"}
        if secret:
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        waiting = self._undone()
        self._webhook = url
        if is_true(params, "drop_pending_updates"):
            self._pending.clear()
            waiting = []
        for update_id, address, body in [*waiting, *self._pending]:
            self._call_out(update_id, address, body)
        self._pending.clear()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(False)
        return True

    def _delete_webhook(self, params: Mapping[str, object]) -> object:
        undone = self._undone()
        self._webhook = ""
        if is_true(params, "drop_pending_updates"):
            self._pending.clear()
        else:
            self._pending.extend(undone)
        return True

    def _undone(self) -> list[tuple[int, str, bytes]]:
        """Take back the updates the webhook has not taken, oldest first."""
        calls = self._outcalls.withdraw() if self._webhook else []
        bodies = [(call.key, call.body or b"{}") for call in calls]
        return sorted((int(from_json(body)["update_id"]), key, body) for key, body in bodies)

    def _webhook_info(self, params: Mapping[str, object]) -> object:
        del params
        info: dict[str, object] = {
            "url": self._webhook,
            "has_custom_certificate": False,
            "pending_update_count": self.waiting(),
        }
        if self._last_error:
            info["last_error_message"] = self._last_error
        return info

    def _send_message(self, params: Mapping[str, object]) -> object:
        chat = self._reachable(params)
        text = checked_text(params)
        markup = checked_markup(params.get("reply_markup"))
        message_id = self._take_message_id()
        message = Message(text, markup, int(self._now().timestamp()), True, buttons_of(markup))
        chat.messages[message_id] = message
        self._show(Event.SENT, chat, message_id, message)
        return message_json(chat, message_id, message, self._bot)

    def _send_file(self, field: str, params: Mapping[str, object]) -> object:
        """A picture, a recording or a film; the ledger tells it from a text, `on_message` is not told."""
        return self._show_file(self._reachable(params), field, params)

    def _send_album(self, params: Mapping[str, object]) -> object:
        """Several pictures and films at once: all of them, or none."""
        chat = self._reachable(params)
        album = checked_album(params)
        for field, one in album:
            checked_file(one, field, self._file_ids)
        return [self._show_file(chat, field, one) for field, one in album]

    def _show_file(self, chat: Chat, field: str, params: Mapping[str, object]) -> dict[str, object]:
        name, content = checked_file(params, field, self._file_ids)
        caption = checked_caption(params)
        file_id = name if content is None else f"{field}-{len(self._file_ids) + 1}"
        shown_name = self._file_ids.setdefault(file_id, name)
        message_id = self._take_message_id()
        text = " ".join(filter(None, (f"[{field} {shown_name}]", caption)))
        message = Message(text, None, int(self._now().timestamp()), True)
        chat.messages[message_id] = message
        detail = "uploaded" if content is not None else "by id"
        self.ledger.note(Event.SENT, str(chat.id), str(message_id), message.text, detail)
        found: dict[str, object] = {"file_id": file_id, "file_unique_id": file_id}
        answer = message_json(chat, message_id, message, self._bot)
        del answer["text"]
        return {**answer, field: [found] if field == "photo" else found}

    def _edit_message_text(self, params: Mapping[str, object]) -> object:
        return self._edit(params, checked_text(params))

    def _edit_reply_markup(self, params: Mapping[str, object]) -> object:
        return self._edit(params, None)

    def _edit(self, params: Mapping[str, object], text: str | None) -> object:
        chat = self._reachable(params)
        message_id = wanted_int(params, "message_id", 0)
        message = chat.messages.get(message_id)
        markup = checked_markup(params.get("reply_markup"))
        if message is None:
            raise Refusal("Bad Request: message to edit not found")
        if not message.is_from_bot or (message.markup is not None and "keyboard" in message.markup):
            raise Refusal("Bad Request: message can't be edited")
        if markup is not None and "inline_keyboard" not in markup:
            raise Refusal("Bad Request: inline keyboard expected")
        text = message.text if text is None else text
        buttons = buttons_of(markup)
        if text == message.text and buttons == message.buttons:
            raise Refusal(
                "Bad Request: message is not modified: specified new message content and reply markup "
                "are exactly the same as a current content and reply markup of the message"
            )
        message.text, message.markup, message.buttons = text, markup, buttons
        self._show(Event.EDITED, chat, message_id, message)
        return message_json(chat, message_id, message, self._bot)

    def _answer_callback_query(self, params: Mapping[str, object]) -> object:
        tap = str(params.get("callback_query_id", ""))
        if tap not in self._open_taps:
            raise Refusal("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._open_taps.discard(tap)
        self.ledger.note(Event.ANSWERED, "", tap)
        return True

    def _reachable(self, params: Mapping[str, object]) -> Chat:
        if params.get("chat_id") in {None, ""}:
            raise Refusal("Bad Request: chat_id is empty")
        chat = self._chats.get(wanted_int(params, "chat_id", 0))
        if chat is None:
            raise Refusal("Bad Request: chat not found")
        if chat.is_blocked:
            raise Refusal("Forbidden: bot was blocked by the user", 403)
        return chat

    def _take_message_id(self) -> int:
        message_id = self._next_message
        self._next_message += 1
        return message_id

    def _show(self, event: Event, chat: Chat, message_id: int, message: Message) -> None:
        self.ledger.note(event, str(chat.id), str(message_id), message.text)
        if self.on_message is not None:
            self.on_message(shown(chat.id, message_id, message, self._now(), is_edit=event is Event.EDITED))
