# SPDX-FileCopyrightText: The vcam authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# A project of nobody's that has a micro-VM of its own, for scripts that look at vcam as its users do.

# project_begin ROOT [MAVEN-OPTION...]: makes it, in $project; what it is and its micro-VM go when the script ends
project_begin() {
  local version root=$1
  shift
  project=$(mktemp -d -p /var/tmp)
  project_options=("$@")
  trap project_end EXIT
  cp "$root/samples/in.mp4" "$project/"
  version=$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' "$root/pom.xml" | head -n 1)
  cat >"$project/pom.xml" <<EOF
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>nobody</groupId><artifactId>camera</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>io.github.vcam</groupId><artifactId>vcam-maven-plugin</artifactId><version>$version</version>
  </plugin></plugins></build>
</project>
EOF
}

project_end() {
  vcam vcam:vm -Dvcam.vm.stop >/dev/null 2>&1 || true
  rm -rf "$project"
}

# vcam GOAL...: in the project
vcam() {
  (cd "$project" && exec mvn -B -ntp -o -Dstyle.color=never -Dvcam.target=vm "-Dvcam.vm.directory=$project/vm" \
    "${project_options[@]}" "$@" </dev/null)
}
