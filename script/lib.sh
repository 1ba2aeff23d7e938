# What must stand before careplan can run; script/server and script/test read this file.
# For bash 3.2 and later, as macOS has it. Everything it writes lies in .venv and the data folder.
set -euo pipefail

say() { printf '%s\n' "$@"; }
stop() {
  say "$@" >&2
  exit 1
}
on_mac() { [ "$(uname -s)" = Darwin ]; }

# need_packages PACKAGE...: installs Debian packages, or stops with the one command to type.
need_packages() {
  local sudo= said well=yes formulas=pango
  if on_mac; then
    case " $* " in *" postgresql "*) formulas="$formulas postgresql@17" ;; esac
    stop "careplan needs some packages of Homebrew. Type this, then start again:" \
      "  brew install $formulas"
  fi
  command -v apt-get >/dev/null || stop \
    "careplan needs some packages of the system. Install them, then start again." \
    "In Debian they are: $*"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; } || stop \
      "careplan needs some packages of the system. Type this, then start again:" \
      "  sudo apt-get install --yes $*"
    sudo=sudo
  fi
  say "careplan needs some packages of the system. Installing: $*"
  # Lists that are missing or old make the next line fail; a list that fails here need not.
  $sudo apt-get update -qq >/dev/null 2>&1 || true
  case " $* " in *" postgresql "*) no_cluster on ;; esac
  said=$($sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --yes --no-install-recommends "$@" 2>&1) || well=
  case " $* " in *" postgresql "*) no_cluster off ;; esac
  [ -n "$well" ] || stop "$said" "That did not work. When it is mended, type this and start again:" \
    "  sudo apt-get install --yes $*"
}

# no_cluster on|off: Debian's package, while it is installed, starts no server that nobody asked for.
# The word sudo is need_packages' own.
no_cluster() {
  local folder=/etc/postgresql-common/createcluster.d
  if [ "$1" = off ]; then
    $sudo rm -f "$folder/careplan.conf"
  else
    $sudo mkdir -p "$folder"
    echo "create_main_cluster = false" | $sudo tee "$folder/careplan.conf" >/dev/null
  fi
}

# Prints the name of a Python that is new enough.
find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  return 1
}

# What the system has to have, asked for all at once: Python with venv, and what prints PDFs, Pango
# and HarfBuzz; without its subset library a sheet takes 3 times as long.
# need_system [PACKAGE...]: these too.
need_system() {
  local python missing="$*"
  if ! python=$(find_python); then
    on_mac && stop "careplan needs Python 3.11 or newer. Type this, then start again:" \
      "  brew install python pango"
    missing="$missing python3 python3-venv $PRINT_PACKAGES"
  else
    venv_stands || "$python" -c 'import ensurepip' 2>/dev/null || missing="$missing $python-venv"
    print_libraries_load "$python" || missing="$missing $PRINT_PACKAGES"
  fi
  # shellcheck disable=SC2086 # one word for each package
  [ -z "$missing" ] || need_packages $missing
}

PRINT_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0"

print_libraries_load() {
  if on_mac; then
    local brew=/usr/local
    [ -d /opt/homebrew ] && brew=/opt/homebrew
    export DYLD_FALLBACK_LIBRARY_PATH="$brew/lib:${DYLD_FALLBACK_LIBRARY_PATH:-/usr/local/lib:/usr/lib}"
    libraries_load "$1" libpango-1.0.dylib libpangoft2-1.0.dylib libharfbuzz.0.dylib \
      libharfbuzz-subset.0.dylib
  else
    libraries_load "$1" libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 \
      libharfbuzz-subset.so.0
  fi
}

# libraries_load PYTHON NAME...
libraries_load() {
  "$1" -c 'import ctypes, sys
for name in sys.argv[1:]: ctypes.CDLL(name)' "${@:2}" 2>/dev/null
}

# One that was not finished, or whose Python is gone, does not count.
venv_stands() { [ -e .venv/bin/pip ] && .venv/bin/python -c '' 2>/dev/null; }

make_venv() {
  venv_stands && return
  local python
  python=$(find_python) || stop "careplan needs Python 3.11 or newer; this system has an older one."
  "$python" -m venv --clear .venv || stop "The folder .venv could not be made."
}

# install_requirements FILE: a copy of FILE in .venv says that its packages are there.
install_requirements() {
  cmp -s "$1" ".venv/$1" && return
  say "Installing the Python packages of $1. The first time takes a few minutes."
  .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check \
    --require-hashes --requirement "$1" || stop "The packages of $1 could not be installed."
  cp "$1" ".venv/$1"
}

# The folder CAREPLAN_VAR, for its owner alone, with the site's secret key in it.
make_data_folder() {
  umask 077
  mkdir -p "$CAREPLAN_VAR" 2>/dev/null && [ -w "$CAREPLAN_VAR" ] ||
    stop "CAREPLAN_VAR names a folder that cannot be written to: $CAREPLAN_VAR"
  [ -n "${CAREPLAN_SECRET_KEY:-}" ] ||
    make_key secret_key 'import secrets; print(secrets.token_urlsafe(64))'
}

# make_key NAME PROGRAM: what Python prints, in a file of the data folder, if it is not there yet.
make_key() {
  local file="$CAREPLAN_VAR/$1"
  [ -e "$file" ] && return
  # Made beside and moved: a start that is cut off here leaves no half of a key.
  .venv/bin/python -c "$2" >"$file.new"
  mv "$file.new" "$file"
}

# The key of scans and second steps; after migrate. Where it is lost, that is said, and the rest works.
make_scan_keys() {
  [ -e "${CAREPLAN_SCAN_KEYS:-$CAREPLAN_VAR/scan_keys}" ] || .venv/bin/python manage.py make_keys || true
}

# Translations as the site reads them: each .po of the tree as a .mo in the data folder.
compile_translations() {
  local po mo
  for po in careplan/locale/*/LC_MESSAGES/*.po; do
    [ -e "$po" ] || continue
    mo="$CAREPLAN_VAR/${po#careplan/}"
    mo="${mo%.po}.mo"
    [ "$mo" -nt "$po" ] && continue
    mkdir -p "$(dirname "$mo")"
    .venv/bin/python -m babel.messages.frontend -q compile -i "$po" -o "$mo"
    [ -e "$mo" ] || stop "No translation came of $po. Is it marked as fuzzy?"
  done
}

# A stamp holds what was collected: the sums of our files, and the packages with theirs.
collect_static_files() {
  local now stamp="$CAREPLAN_VAR/static.stamp"
  now=$(find static requirements.txt -type f -exec cksum {} + | LC_ALL=C sort)
  [ -e "$stamp" ] && [ "$now" = "$(cat "$stamp")" ] && return
  .venv/bin/python manage.py collectstatic --no-input --verbosity 0
  echo "$now" >"$stamp"
}

# Python's own cache stays out of the tree.
export PYTHONPYCACHEPREFIX="$PWD/.venv/pycache"
