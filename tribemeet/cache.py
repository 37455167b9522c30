"""A cache that may vanish: rate limits are counted in it, and no page fails because nobody counts."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004 - the server's, not the socket's

Ask = TypeVar("Ask", bound=Callable[..., Any])


def otherwise(answer: Any) -> Callable[[Ask], Ask]:
    """What is answered while the server cannot be reached."""

    def forgive(ask: Ask) -> Ask:
        @wraps(ask)
        def asked(*args: Any, **kwargs: Any) -> Any:
            try:
                return ask(*args, **kwargs)
            except (ConnectionError, TimeoutError):
                return answer

        return cast(Ask, asked)

    return forgive


class ForgivingClient(RedisCacheClient):
    # `add` says that it added: a lock that nobody can take would hold everybody up.
    add = otherwise(True)(RedisCacheClient.add)
    set = otherwise(None)(RedisCacheClient.set)
    touch = otherwise(False)(RedisCacheClient.touch)
    delete = otherwise(False)(RedisCacheClient.delete)
    has_key = otherwise(False)(RedisCacheClient.has_key)
    incr = otherwise(1)(RedisCacheClient.incr)
    get_many = otherwise({})(RedisCacheClient.get_many)
    set_many = otherwise(None)(RedisCacheClient.set_many)
    delete_many = otherwise(None)(RedisCacheClient.delete_many)

    def get(self, key: Any, default: Any) -> Any:
        return otherwise(default)(super().get)(key, default)


class ForgivingCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
