# What is done with releases on another machine: sent to its shell over ssh, and then called line by line.
# Each function says nothing, or what it was asked for; what goes wrong it says on the error output, and fails.

umask 022

enter() { # FOLDER yes|no: go to a destination, if need be make it one
    if [ "$2" = yes ] && [ ! -e "$1" ]; then
        mkdir -p -- "$1" || return
    fi
    cd -- "$1" || return
    if [ -f .ordskifte-releases ]; then
        return
    fi
    if [ "$2" = no ]; then
        echo "There are no releases in $1." >&2
        return 1
    fi
    if [ -n "$(ls -A)" ] || [ "$(pwd -P)" = / ]; then
        echo "$1 is not empty, and no deploy has made what is in it. Name another folder." >&2
        return 1
    fi
    : >.ordskifte-releases
}

lock() { # While this shell lives.
    command -v flock >/dev/null || {
        echo "There is no flock, which comes with util-linux." >&2
        return 1
    }
    exec 9>>.ordskifte-releases || return
    flock -n 9 || {
        echo "Another deploy is writing here." >&2
        return 1
    }
    rm -rf releases/.new releases/.old && mkdir -p releases
}

look() {
    readlink current || echo
    readlink previous || echo
    [ ! -d releases ] || ls -A releases
}

finish() { # RELEASE TIME: what was sent is a release, and what is new in it is of its time
    find releases/.new -type f -links 1 | wc -l &&
        TZ=UTC0 find releases/.new -type f -links 1 -exec touch -t "$2" {} + &&
        chmod 755 releases/.new &&
        { sync -f releases/.new 2>/dev/null || sync; } &&
        mv -T releases/.new "releases/$1"
}

show() { # RELEASE REPLACED: let readers see a release
    if [ -n "$2" ]; then
        ln -sfn "releases/$2" .link && mv -fT .link previous || return
    fi
    ln -sfn "releases/$1" .link && mv -fT .link current
}

remove() { # RELEASE…
    for release in "$@"; do
        mv -T "releases/$release" releases/.old && rm -rf releases/.old || return
    done
}
