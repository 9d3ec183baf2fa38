#!/bin/sh
# Installs Debian packages where that is allowed, and otherwise says which are missing.
set -e
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
else
  echo "Missing: $*. Install it first, for example: sudo apt-get install $*" >&2
  exit 1
fi
