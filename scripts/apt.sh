# Sourced by the scripts beside it: what they share to install something.

say() { echo "$*" >&2; }

# Whether apt-get is there and may install: as root, or through a sudo that asks nothing. Such commands begin with "${root[@]}" then.
may_install_with_apt() {
    root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
        root=(sudo -n)
    fi
    command -v apt-get >/dev/null
}
