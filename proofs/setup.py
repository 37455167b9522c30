"""Two commands are the whole installation: from a fresh clone on a machine with nothing but python3, `up`
reaches a served page and `test` passes, as root and as an unprivileged user, each in a home of mode 0700 and
in a folder whose name has a space. What an answer promises is mailed within a minute, although the
worker is killed and the queue emptied in between.
"""

from proofs.frame import Claim, at_most, yes
from proofs.interrupted import seconds_to_mail
from proofs.newcomer import Newcomer, Running, newcomers

COLD, WARM, MAIL = 90, 30, 60


def prove(*, smoke: bool) -> list[Claim]:
    claims: list[Claim] = []
    with newcomers() as people:
        for who, newcomer in people.items():
            claims += first_page(who, newcomer)
            if not smoke:
                claims += tests(who, newcomer)
    return claims


def first_page(who: str, newcomer: Newcomer) -> list[Claim]:
    """Twice, in two clones: the second finds the packages that the first one fetched."""
    claims = []
    for cache, limit in (("empty", COLD), ("warm", WARM)):
        print(f"up {who}, {cache} package cache ...", flush=True)
        with Running(newcomer, newcomer.clone()) as running:
            seconds = running.served_after(4 * limit)
            claims.append(at_most(f"up {who} serves a page, {cache} package cache", limit, seconds))
            if cache == "warm" and seconds is not None:
                claims.append(kept_promise(who, newcomer, running))
            claims.append(yes(f"Ctrl-C then stops it {who}", holds=running.stop()))
    return claims


def kept_promise(who: str, newcomer: Newcomer, running: Running) -> Claim:
    print(f"an answer {who}, then kill -9 of the worker and FLUSHALL ...", flush=True)
    mailed = seconds_to_mail(newcomer, running, 2 * MAIL)
    return at_most(f"an answer {who} is mailed after kill -9 and FLUSHALL", MAIL, mailed)


def tests(who: str, newcomer: Newcomer) -> list[Claim]:
    """Everything, and then what takes minutes."""
    claims = []
    for what, options in (("every test", ["-n", "2"]), ("every slow test", ["-m", "slow"])):
        print(f"test {who}: {what} ...", flush=True)
        folder = newcomer.clone()
        output = folder.parent / f"{folder.name}.output"
        passed = newcomer.start(folder, "test", "-q", *options, output=output).wait() == 0
        claims.append(yes(f"{what} passes {who}", holds=passed, measured=summary(output.read_text())))
    return claims


def summary(output: str) -> str:
    """The line in which pytest counts; after it comes what did not run, at length."""
    counts = [line.strip("= ") for line in output.splitlines() if " passed" in line or " failed" in line]
    return counts[-1] if counts else "nothing"
