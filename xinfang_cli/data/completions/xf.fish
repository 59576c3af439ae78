# fish looks for the completion of a command under the command's name; xf is xinfang.
source (status dirname)/xinfang.fish
