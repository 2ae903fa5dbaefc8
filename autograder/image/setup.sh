#!/usr/bin/env bash
# Installs the grader when the image is built: Python, the packages of requirements.lock, gangrade.
# As root, on Debian or Ubuntu. It needs the distribution's packages and a package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

home=/opt/gangrade
export DEBIAN_FRONTEND=noninteractive
umask 022 # graded code runs as another user, who must be able to read Python

fail() {
	echo "setup.sh: $*" >&2
	exit 1
}
trap 'fail "line $LINENO failed: $BASH_COMMAND. What it said is above."' ERR

# TensorFlow has builds for Python 3.11 to 3.13; the release says the oldest that may grade.
least=$(<python)
least=${least#3.}

fits() {
	"$1" -c "import ensurepip, sys, venv; sys.exit(not (3, $least) <= sys.version_info < (3, 14))" 2>/dev/null
}

find_python() {
	local name
	for name in python3 python3.13 python3.12 python3.11; do
		if command -v "$name" >/dev/null && fits "$name"; then
			command -v "$name"
			return
		fi
	done
	return 1
}

# The distribution's own Python if it fits, else one that it has beside it, as Ubuntu 22.04 has 3.11.
package_to_install() {
	local name version
	for name in python3 python3.13 python3.12 python3.11; do
		version=$(apt-cache show --no-all-versions "$name" 2>/dev/null | sed -n 's/^Version: //p')
		if [[ $version =~ ^3\.(1[123])([^0-9]|$) && ${BASH_REMATCH[1]} -ge $least ]]; then
			echo "$name"
			return
		fi
	done
	return 1
}

[ "$(id -u)" = 0 ] || fail "it installs system packages, so it must run as root"
# TensorFlow's builds end with an illegal instruction where a processor has no AVX.
if [[ $HOSTTYPE == x86_64 && " $(<"${CPUINFO:-/proc/cpuinfo}") " != *" avx "* ]]; then
	fail "TensorFlow needs a processor with AVX, and this machine's has none. Build and grade elsewhere."
fi
command -v apt-get >/dev/null || fail "there is no apt-get: the image must be based on Debian or Ubuntu"
apt-get update -qq
apt-get install -y -qq --no-install-recommends ca-certificates libseccomp2 >/dev/null
if ! python=$(find_python); then
	there=$(python3 --version 2>/dev/null || echo "no python3")
	case $least in
	11) needed="Python 3.11, 3.12 or 3.13" ;;
	12) needed="Python 3.12 or 3.13" ;;
	*) needed="Python 3.$least" ;;
	esac
	package=$(package_to_install) || fail "$needed is needed. There is" \
		"$there, and this distribution has no other. Choose a newer base image."
	echo "setup.sh: installing $package (there is $there)"
	apt-get install -y -qq --no-install-recommends "$package" "$package-venv" >/dev/null
	python=$(find_python) || fail "$package was installed, but it does not run: $("$package" --version 2>&1)"
fi
echo "setup.sh: $("$python" --version) at $python"

"$python" -m venv --clear "$home"
# The lock file is complete, so pip need not look for what else is needed. It leaves out a browser.
pip=("$home/bin/python" -m pip --disable-pip-version-check install --quiet --no-cache-dir --no-deps)
# Twice: Ubuntu 22.04 has a release candidate of Python 3.11, for which its pip leaves out every
# package that depends on the version. The first run brings a newer pip, the second the rest.
for _ in 1 2; do "${pip[@]}" --require-hashes --only-binary :all: -r requirements.lock; done
# What the course adds.
if [ -s packages.lock ]; then "${pip[@]}" --require-hashes --only-binary :all: -r packages.lock; fi
"${pip[@]}" wheels/*.whl

# What anybody may write to. While a submission is graded it is closed to all but the grader.
find / -xdev \( -type d -o -type f \) -perm -0002 ! -path '/proc/*' ! -path '/sys/*' >"$home/writable.txt"

# Try all that grading imports, and what keeps submissions from harm in this container.
"$home/bin/python" -I -m gangrade.container --check "$PWD"
du -sh "$home" | sed 's/^/setup.sh: size: /'
