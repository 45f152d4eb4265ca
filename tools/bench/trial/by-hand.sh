# One phase after the other by hand, with nothing but what any tool has to do: two checkouts, the change, its commit, its tests.
# by-hand.sh REPOSITORY FOLDER CHANGES CI...: each folder in CHANGES, in order, is a change of whole files
set -eu
export GIT_DIR="$1/.git" folder="$2" changes="$3"
shift 3
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
branch=refs/heads/by-hand
head=$(git rev-parse HEAD)
git update-ref "$branch" "$head" ''

for change in "$changes"/*; do
  # a checkout for the builder
  mkdir -p "$folder/build"
  export GIT_WORK_TREE="$folder/build" GIT_INDEX_FILE="$folder/index"
  git read-tree --reset -u "$head"
  # the builder's change
  cp -R "$change/." "$folder/build"
  # the commit
  git add --all
  tree=$(git write-tree)
  commit=$(git commit-tree "$tree" -p "$head" -m change)
  rm -rf "$folder/build" "$folder/index"
  # a fresh checkout for CI
  mkdir -p "$folder/ci"
  export GIT_WORK_TREE="$folder/ci"
  git read-tree --reset -u "$commit"
  (cd "$folder/ci" && env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE "$@") > "$folder/report" 2>&1
  rm -rf "$folder/ci" "$folder/index"
  # the result
  git update-ref "$branch" "$commit" "$head"
  git tag "by-hand/${change##*/}" "$commit"
  head=$commit
done
