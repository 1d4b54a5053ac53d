/** What the exit codes mean where something is elevated for a while. */
export const UAA_EXIT_HELP = `
Exit codes:
  0  changed, and everything else is as it was
  1  a bug in cdktf-rotation
  2  bad input or usage, nothing was changed
  3  not changed, and everything is as it was
  4  not restored, or not known: the message names the command that does it`;
