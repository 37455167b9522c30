"""The bar of size: code that is read in one look."""

from statistics import median

from .source import APPS, files, functions, modules, read

CODE = (*APPS, "proofs", "manage.py")
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "signals",
    "services",
    "selectors",
}


def lengths(*folders: str) -> dict[str, int]:
    """Lines of each function, by where it stands."""
    return {
        f"{path}:{function.lineno} {function.name}": (function.end_lineno or function.lineno)
        - function.lineno
        + 1
        for path, tree in modules(*folders).items()
        for function in functions(tree)
    }


def test_half_of_all_functions_have_eight_lines_or_fewer():
    assert median(lengths(*CODE).values()) <= 8


def test_no_function_is_longer_than_forty_lines():
    assert {where: lines for where, lines in lengths(*CODE, "tests").items() if lines > 40} == {}


def test_nine_of_ten_functions_have_at_most_twenty_five_lines():
    longest_first = sorted(lengths(*CODE).values(), reverse=True)
    assert longest_first[len(longest_first) // 10] <= 25


def test_no_file_is_longer_than_three_hundred_lines():
    code = [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]
    assert {str(path): lines for path in code if (lines := len(read(path).splitlines())) > 300} == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [str(path) for path in modules(*CODE, "tests") if VAGUE & {path.stem, *path.parts}] == []
