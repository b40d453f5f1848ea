"""How updates and files reach the bot: polling, webhook, getFile."""

from urllib.parse import urlsplit

import msgspec
import telegram

from phone import limits
from phone.call import Call
from phone.errors import bad_request
from phone.state import Json, Webhook
from phone.world import World


async def get_updates(world: World, call: Call) -> msgspec.Raw:
    """What has happened since the offset; waits up to `timeout` seconds for something to happen."""
    queue = world.updates
    queue.allow(_kinds(call))
    found = await queue.poll(
        call.number("offset"), call.number("limit", limits.UPDATES_AT_ONCE), call.number("timeout")
    )
    return msgspec.Raw(f"[{','.join(found)}]".encode())


async def set_webhook(world: World, call: Call) -> bool:
    """Push updates to this address from now on; an empty one goes back to polling. Plain http is fine here."""
    url = call.text("url")
    limits.check_secret(call.text("secret_token"))
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise bad_request("bad webhook: invalid webhook URL specified")
    connections = call.number("max_connections", 40)
    if not 1 <= connections <= limits.CONNECTIONS:
        raise bad_request("bad webhook: wrong max_connections specified")
    world.updates.allow(_kinds(call))
    return _set(world, call, Webhook(url, call.text("secret_token"), connections))


async def delete_webhook(world: World, call: Call) -> bool:
    """Back to polling."""
    return _set(world, call, Webhook())


async def get_webhook_info(world: World, call: Call) -> Json:
    """The webhook and how it is doing."""
    webhook = world.state.webhook
    return telegram.WebhookInfo(
        webhook.url,
        has_custom_certificate=False,
        pending_update_count=len(world.updates),
        last_error_date=webhook.last_error_date,
        last_error_message=webhook.last_error or None,
        max_connections=webhook.max_connections if webhook.url else None,
        allowed_updates=world.state.allowed_updates or None,
    ).to_dict()


async def get_file(world: World, call: Call) -> Json:
    """Where a file can be fetched."""
    file = world.shelf.find(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    limits.check_download(file.size)
    return telegram.File(file.id, file.unique, file_size=file.size, file_path=file.path).to_dict()


def _set(world: World, call: Call, webhook: Webhook) -> bool:
    if call.flag("drop_pending_updates"):
        world.updates.drop_all()
    world.state.webhook = webhook
    world.updates.interrupt("terminated by setWebhook request")
    world.updates.bell.ring()
    world.changed.ring()
    return True


def _kinds(call: Call) -> list[str] | None:
    kinds = call.array("allowed_updates")
    return None if kinds is None else [str(kind) for kind in kinds]
