/** Architectures whose system calls are known here, by Node's names. */
export type FilteredArchitecture = 'x64' | 'arm64'

/** Numbers on x64 and arm64; null where an architecture has no such call. */
type Numbers = readonly [x64: number | null, arm64: number | null]

/**
 * Calls that nothing which builds or tests a project needs, and that reach the kernel's settings, other processes, mounts or large
 * parts of the kernel that are seldom exercised.
 */
const refused: Readonly<Record<string, Numbers>> = {
  acct: [163, 89],
  add_key: [248, 217],
  adjtimex: [159, 171],
  bpf: [321, 280],
  chroot: [161, 51],
  clock_adjtime: [305, 266],
  clock_settime: [227, 112],
  create_module: [174, null],
  delete_module: [176, 106],
  fanotify_init: [300, 262],
  finit_module: [313, 273],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fsopen: [430, 430],
  fspick: [433, 433],
  init_module: [175, 105],
  ioperm: [173, null],
  iopl: [172, null],
  kcmp: [312, 272],
  kexec_file_load: [320, 294],
  kexec_load: [246, 104],
  keyctl: [250, 219],
  lookup_dcookie: [212, 18],
  modify_ldt: [154, null],
  mount: [165, 40],
  mount_setattr: [442, 442],
  move_mount: [429, 429],
  nfsservctl: [180, 42],
  open_by_handle_at: [304, 265],
  open_tree: [428, 428],
  open_tree_attr: [467, 467],
  perf_event_open: [298, 241],
  pidfd_getfd: [438, 438],
  pivot_root: [155, 41],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  ptrace: [101, 117],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  reboot: [169, 142],
  request_key: [249, 218],
  setdomainname: [171, 162],
  sethostname: [170, 161],
  setns: [308, 268],
  settimeofday: [164, 170],
  swapoff: [168, 225],
  swapon: [167, 224],
  syslog: [103, 116],
  umount2: [166, 39],
  uselib: [134, null],
  userfaultfd: [323, 282],
  vhangup: [153, 58],
}

/**
 * Calls that are said not to exist, so that programs use their older forms, whose arguments a filter can read:
 * `clone3` and `openat2` take theirs from memory, io_uring takes whole calls from there.
 */
const absent: Readonly<Record<string, Numbers>> = {
  clone3: [435, 435],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  io_uring_setup: [425, 425],
  openat2: [437, 437],
}

/** A call that is refused when `argument` has any of `bits`; with `when`, only if that one has any of its bits too. */
export interface MaskedCall {
  readonly number: number
  readonly argument: number
  readonly bits: number
  readonly when?: { readonly argument: number; readonly bits: number }
}

/** A call that is refused when `argument` is one of `values`. */
export interface ValuedCall {
  readonly number: number
  readonly argument: number
  readonly values: readonly number[]
}

/** Of a mode: set-user-id and set-group-id. */
const setId = 0o6000
/** Of the flags of `open`: O_CREAT, and the bit that O_TMPFILE has of its own. */
const creates = 0o20_000_100
/** New namespaces of users, mounts, processes, network, IPC, host names, control groups and time. */
const newNamespaces = 0x7e02_0080
/** A new namespace of time shares its bit with the signal that `clone` takes there. */
const newNamespacesOfClone = 0x7e02_0000

const masked: readonly (readonly [numbers: Numbers, rule: Omit<MaskedCall, 'number'>])[] = [
  [[56, 220], { argument: 0, bits: newNamespacesOfClone }],
  [[272, 97], { argument: 0, bits: newNamespaces }],
  [[90, null], { argument: 1, bits: setId }],
  [[91, 52], { argument: 1, bits: setId }],
  [[268, 53], { argument: 2, bits: setId }],
  [[452, 452], { argument: 2, bits: setId }],
  [[85, null], { argument: 1, bits: setId }],
  [[133, null], { argument: 1, bits: setId }],
  [[259, 33], { argument: 2, bits: setId }],
  [[2, null], { argument: 2, bits: setId, when: { argument: 1, bits: creates } }],
  [[257, 56], { argument: 3, bits: setId, when: { argument: 2, bits: creates } }],
]

/** Typing into a terminal; sockets that no network namespace holds back or that open seldom used parts of the kernel. */
const valued: readonly (readonly [numbers: Numbers, rule: Omit<ValuedCall, 'number'>])[] = [
  [[16, 29], { argument: 1, values: [0x5412, 0x541c] }],
  [[41, 198], { argument: 0, values: [15, 17, 31, 38, 40, 44] }],
]

export interface SystemCalls {
  readonly refused: readonly number[]
  readonly absent: readonly number[]
  readonly masked: readonly MaskedCall[]
  readonly valued: readonly ValuedCall[]
}

export function systemCalls(architecture: FilteredArchitecture): SystemCalls {
  const at = (numbers: Numbers): readonly number[] => [architecture === 'x64' ? numbers[0] : numbers[1]].filter((number) => number !== null)
  return {
    refused: Object.values(refused).flatMap(at),
    absent: Object.values(absent).flatMap(at),
    masked: masked.flatMap(([numbers, rule]) => at(numbers).map((number) => ({ number, ...rule }))),
    valued: valued.flatMap(([numbers, rule]) => at(numbers).map((number) => ({ number, ...rule }))),
  }
}
