# bash looks for the completion of a command under the command's name; xf is xinfang.
source "${BASH_SOURCE[0]%/*}/xinfang"
