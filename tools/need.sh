#!/bin/sh
# Installs Debian packages where that is allowed, and otherwise says which are missing.
set -e
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing: $*. Install it first, for example: sudo apt-get install $*" >&2
  exit 1
fi
echo "Installing $* …" >&2
export DEBIAN_FRONTEND=noninteractive
said=$(apt-get update -qq 2>&1 && apt-get install -y -qq --no-install-recommends "$@" 2>&1) || {
  echo "$said" >&2
  echo "apt-get could not install $*. What it said is above." >&2
  exit 1
}
