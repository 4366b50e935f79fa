# Finds JDK 25 and Maven, and downloads what is missing. Sourced by ./hapi, ./verify and
# .build/frontend; POSIX sh. The addresses can be set from outside, for mirrors and for the tests.
# shellcheck shell=sh

temurin=25.0.3+9
maven=3.9.16
temurin_url=${HAPI_TEMURIN_URL:-https://github.com/adoptium/temurin25-binaries/releases/download}
maven_url=${HAPI_MAVEN_URL:-https://archive.apache.org/dist/maven/maven-3}
cache=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/hapi

say() { printf 'hapi: %s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

# is_jdk25 FOLDER: read from its release file, so that asking costs no process.
is_jdk25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  [ -z "${need_compiler:-}" ] || [ -x "$1/bin/javac" ] || return 1
  while IFS= read -r line; do
    case $line in 'JAVA_VERSION="25'[.\"]*)
      jdk_version=${line#*\"}
      jdk_version=${jdk_version%\"*}
      return 0
      ;;
    esac
  done <"$1/release"
  return 1
}

# The folder of the java on PATH, through the links that distributions put in between.
java_on_path() {
  java=$(command -v java) && java=$(readlink -f "$java" 2>/dev/null) && printf '%s' "${java%/bin/java}"
}

# Sets jdk and jdk_version. With need_compiler=1 a runtime without javac does not count.
find_jdk() {
  for jdk in "${JAVA_HOME:-}" "$cache/jdk-$temurin"; do
    if is_jdk25 "$jdk"; then return; fi
  done
  for jdk in "$(java_on_path)" \
    ${HAPI_JDK_FOLDERS-/usr/lib/jvm/* /opt/jdk* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home} \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "$(/usr/libexec/java_home -v 25 2>/dev/null)"; do
    if is_jdk25 "$jdk"; then return; fi
  done
  jdk=$cache/jdk-$temurin
  { download_jdk && is_jdk25 "$jdk"; } || die "no JDK 25 found and none could be downloaded; install one (https://adoptium.net) and set JAVA_HOME to it"
}

download_jdk() {
  case $(uname -s) in
    Linux) os=linux; [ ! -e /etc/alpine-release ] || os=alpine-linux ;;
    Darwin) os=mac ;;
    *) return 1 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    *) return 1 ;;
  esac
  file=OpenJDK25U-jdk_${arch}_${os}_hotspot_$(printf %s "$temurin" | tr + _).tar.gz
  download "$temurin_url/jdk-$(printf %s "$temurin" | sed 's/+/%2B/')/$file" .sha256.txt 256 "$jdk"
}

# Sets mvn: the machine's when it is 3.8.6 or newer and not 4, else ours. Needs jdk.
find_maven() {
  mvn=$(command -v mvn) && is_maven386 && return
  mvn=$cache/maven-$maven/bin/mvn
  [ -x "$mvn" ] \
    || download "$maven_url/$maven/binaries/apache-maven-$maven-bin.tar.gz" .sha512 512 "$cache/maven-$maven" \
    || die "no Maven 3.8.6 found and none could be downloaded; install one (https://maven.apache.org) and put it on PATH"
}

is_maven386() {
  version=$(JAVA_HOME=$jdk "$mvn" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  case $version in
    3.8.[6-9] | 3.8.[1-9][0-9]* | 3.9.* | 3.[1-9][0-9]*) return 0 ;;
    *) return 1 ;;
  esac
}

# download URL SUFFIX BITS FOLDER: gets URL and its checksum at URL+SUFFIX; unpacks into FOLDER, whole
# or not at all. The archive holds one folder, on a Mac with Contents/Home inside.
download() {
  work=$cache/download.$$
  mkdir -p "$work/unpacked"
  say "downloading $1"
  if ! { fetch "$1" "$work/archive" && fetch "$1$2" "$work/checksum"; }; then
    say "could not read $1"
  elif [ "$(first_word "$work/checksum")" != "$(digest "$3" "$work/archive")" ]; then
    say "the checksum of $1 does not match, not used"
  elif tar -xzf "$work/archive" -C "$work/unpacked"; then
    for top in "$work"/unpacked/*/Contents/Home "$work"/unpacked/*; do
      [ -d "$top" ] && break
    done
    rm -rf "$4"
    mv "$top" "$4"
  fi
  rm -rf "$work"
  [ -d "$4" ]
}

# fetch URL FILE
fetch() {
  if command -v curl >/dev/null; then
    curl -fsSL --connect-timeout 20 --retry 2 -o "$2" "$1"
  else
    wget -q -T 60 -O "$2" "$1"
  fi
}

# A checksum file holds the sum alone or "sum  file name".
first_word() {
  read -r word _ <"$1" || :
  printf '%s' "$word"
}

# digest BITS FILE
digest() {
  if command -v shasum >/dev/null; then
    sum=$(shasum -a "$1" "$2")
  else
    sum=$("sha$1sum" "$2")
  fi
  printf '%s' "${sum%% *}"
}
