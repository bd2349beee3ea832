#!/bin/sh
# build.sh FOLDER : llama-server from the llama.cpp sources that node-llama-cpp carries, linked to copies of the very
# libraries Riad loads, so that both sides of the comparison run the same kernels and no checkout need stay where it was.
# Its image part is left out (stubs), its web page too. Needs npm, git, g++ and binutils. Prints the path of the program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=$1
libraries=$root/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64
version=$(sed -n 's/^  "version": "\(.*\)",/\1/p' "$root/node_modules/node-llama-cpp/package.json")
server=$out/llama-server-$version
[ ! -x "$server" ] || { echo "$server"; exit 0; }

mkdir -p "$out/objects" "$out/generated"
cd "$out"
if [ ! -d llama.cpp ]; then
  npm pack --silent "node-llama-cpp@$version" >&2
  tar xzf "node-llama-cpp-$version.tgz" package/llama/gitRelease.bundle
  git clone --quiet package/llama/gitRelease.bundle llama.cpp >&2
  rm -r package "node-llama-cpp-$version.tgz"
fi

cp "$here/no-ui.h" generated/ui.h
flags="-O2 -std=c++17 -fPIC -DLLAMA_SHARED -DGGML_SHARED -DGGML_BACKEND_SHARED -DLLAMA_SUBPROCESS
  -DCPPHTTPLIB_FORM_URL_ENCODED_PAYLOAD_MAX_LENGTH=1048576 -DCPPHTTPLIB_LISTEN_BACKLOG=512 -DCPPHTTPLIB_TCP_NODELAY=1
  -I$out/generated -Illama.cpp/include -Illama.cpp/ggml/include -Illama.cpp/common -Illama.cpp/vendor
  -Illama.cpp/tools/mtmd -Illama.cpp/tools/server -Illama.cpp -w"
for source in llama.cpp/tools/server/*.cpp llama.cpp/vendor/cpp-httplib/httplib.cpp; do echo "$source"; done |
  xargs -P "${JOBS:-2}" -I{} sh -c '
    object=objects/$(basename {} .cpp).o
    [ -f "$object" ] || { g++ '"$(echo $flags)"' -c {} -o "$object.part" && mv "$object.part" "$object"; }' >&2

# Functions of the image part: never called without an image model.
nm objects/*.o | awk '
  BEGIN { print ".text" }
  NF == 2 && $2 ~ /mtmd/ { wanted[$2] = 1 }
  NF == 3 { defined[$3] = 1 }
  END {
    for (name in wanted) if (!(name in defined)) print ".globl " name "\n" name ":"
    print "xor %eax, %eax\nret\n.section .note.GNU-stack,\"\",@progbits"
  }' >generated/no-images.s
cp --remove-destination "$libraries"/lib*.so "$out"
g++ -O2 objects/*.o generated/no-images.s -o "$server.part" -L"$libraries" -l:libllama-common.so -l:libllama.v0.5.0.so \
  -l:libggml.v0.5.0.so -l:libggml-base.so -Wl,-rpath,'$ORIGIN' -pthread -ldl >&2
mv "$server.part" "$server"
echo "$server"
