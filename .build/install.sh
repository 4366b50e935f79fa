# hapi install, hapi uninstall: the word `hapi` for the shell of one person, a link in a folder of
# theirs to this launcher. Sourced by ./hapi, which sets here; POSIX sh, needs no Java. The help text
# is the command line's.
# shellcheck shell=sh

# install_command install|uninstall [--dir DIR]
install_command() {
  verb=$1
  shift
  folder=
  while [ $# != 0 ]; do
    case $1 in
      --dir=?*) folder=${1#--dir=} ;;
      --dir)
        [ -n "${2-}" ] || die "--dir needs a folder"
        folder=$2
        shift
        ;;
      *) die "usage: hapi $verb [--dir DIR]" ;;
    esac
    shift
  done
  asked=$folder
  folder=${folder:-$HOME/.local/bin}
  case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
  case $folder in
    *"
"* | *:*) die "a folder of the search path cannot have a colon or a line break in its name" ;;
  esac
  launcher=$here/hapi
  # A build of a checkout goes away with the next but one.
  case $launcher in */target/run/*/hapi) [ ! -e "$here/../../../pom.xml" ] || launcher=${launcher%/target/run/*}/hapi ;; esac
  "${verb}_link"
}

# real FILE: the file behind the links, by its full path.
real() {
  real=$1
  hops=0
  while [ -h "$real" ]; do
    hops=$((hops + 1))
    [ "$hops" -le 40 ] || return 1
    to=$(readlink "$real")
    case $to in /*) real=$to ;; *) real=${real%/*}/$to ;; esac
  done
  [ -e "$real" ] || return 1
  printf '%s/%s' "$(cd "${real%/*}" && pwd -P)" "${real##*/}"
}

# Whether a file is the launcher of a HAPI: of this one or of another folder.
is_launcher() {
  [ -f "$1" ] && [ -f "${1%/*}/.build/toolchain.sh" ]
}

install_link() {
  link=$folder/hapi
  mkdir -p "$folder" || die "cannot make the folder $folder; name another with --dir"
  [ -w "$folder" ] || die "cannot write in $folder; name another folder with --dir"
  if [ -h "$link" ]; then
    target=$(real "$link") || target=
    # A link into nowhere is what a HAPI leaves whose folder was deleted.
    case $target in
      "$launcher") ;;
      '')
        to=$(readlink "$link")
        [ "${to##*/}" = hapi ] || die "$link is a link to $to, not to a HAPI; remove it or name another folder with --dir"
        ;;
      *) is_launcher "$target" || die "$link is another program ($target), not replaced; remove it or name another folder with --dir" ;;
    esac
  elif [ -e "$link" ]; then
    die "$link is another program, not replaced; remove it or name another folder with --dir"
  fi
  if [ "${target-}" = "$launcher" ]; then
    echo "$link is there already"
  else
    # Under another name first, so that there is a hapi at every moment.
    { ln -s "$launcher" "$link.new.$$" && mv -f "$link.new.$$" "$link"; } || die "cannot write in $folder"
    echo "$link is now $launcher"
    [ -z "${target-}" ] || echo "It was $target"
  fi
  say_whether_found
}

say_whether_found() {
  case :$PATH: in
    *":$folder:"*)
      found=$(command -v hapi) || found=$link
      if [ "$(real "$found")" = "$launcher" ]; then
        echo "Type: hapi --help"
      else
        echo "But the shell finds another hapi first: $found"
      fi
      ;;
    *)
      echo "The shell does not look in $folder yet. Add this line to $(profile), then open a new terminal:"
      case ${SHELL:-} in
        */fish) echo "  fish_add_path $(quote "$folder")" ;;
        *) echo "  export PATH=$(quote "$folder"):\"\$PATH\"" ;;
      esac
      ;;
  esac
}

profile() {
  case ${SHELL:-} in
    */zsh) echo '~/.zshrc' ;;
    */bash) echo '~/.bashrc' ;;
    */fish) echo '~/.config/fish/config.fish' ;;
    *) echo '~/.profile' ;;
  esac
}

# A word as a shell reads it back.
quote() {
  printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

# Without --dir the link goes from wherever the shell finds it.
uninstall_link() {
  removed=
  remove_link "$folder"
  if [ -z "$asked" ]; then
    rest=$PATH:
    while [ -n "$rest" ]; do
      remove_link "${rest%%:*}"
      rest=${rest#*:}
    done
  fi
  where=$folder
  [ -n "$asked" ] || where="$folder or on the search path"
  [ -n "$removed" ] || echo "There is no link to $launcher in $where"
  say_what_stays
}

# remove_link FOLDER: only a link to this launcher.
remove_link() {
  link=$1/hapi
  [ -h "$link" ] || return 0
  target=$(real "$link") || return 0
  if [ "$target" = "$launcher" ]; then
    rm "$link" || die "cannot remove $link"
    echo "Removed $link"
    removed=1
  elif is_launcher "$target"; then
    echo "$link stays: it is $target"
  fi
}

say_what_stays() {
  data=${HAPI_HOME:-$HOME/.hapi}
  case $data in '~' | '~/'*) data=$HOME${data#\~} ;; esac
  echo "What HAPI has kept stays: $data"
  [ -z "${DB_PATH:-}" ] || echo "The database stays: $DB_PATH"
  echo "The program stays: ${launcher%/*}"
  [ ! -d "$cache" ] || echo "What it has downloaded or made for a faster start stays: $cache"
  echo "A hub or runner that runs goes on; if a service starts it, disable that."
}
