"""What it costs to search a site for text that is for members: `python -m benchmarks.leaks output`.

It is searched for as much as two hundred articles have, which are in words that no site uses; only what is made anew
is timed, as in a build, so that words which were met before are known.
"""

import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from ordskifte.check.leaks import Runs, Search
from ordskifte.model.secrets import Secret

ARTICLES = 200
WORDS = 800
"""Of each."""
LETTERS = "abcdefghijklmnoprstuvyæøå"


def sealed_search(random: Random) -> Search:
    """A search for as much text as a publication may have for its members."""
    runs = Runs(Secret(bytes(32)))
    words = ["".join(random.choices(LETTERS, k=random.randint(2, 12))) for _ in range(20_000)]
    return Search(
        runs, {f"{number}.md": runs.of(" ".join(random.choices(words, k=WORDS))) for number in range(ARTICLES)}
    )


def seconds(search: Search, content: bytes) -> float:
    start = process_time()
    found = search.sources(content)
    taken = process_time() - start
    assert not found
    return taken


def main(folder: Path) -> None:
    files: dict[str, list[bytes]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files[path.suffix].append(path.read_bytes())
    search = sealed_search(Random(1))
    for suffix, contents in sorted(files.items()):
        for content in contents:
            seconds(search, content)
        taken = [seconds(search, content) for content in contents]
        size = sum(map(len, contents)) // len(contents)
        print(f"{suffix or 'others':8} {len(contents):6} of {size:7} bytes  {1000 * median(taken):7.2f} ms each")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
