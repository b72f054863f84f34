package millrace.os;

/**
 * What differs between the processor architectures: sizes and offsets of the kernel's structures, and numbers of system
 * calls. Everything that is not named here is the same on x86-64 and aarch64; {@code LayoutTest} compares all of it
 * with what the C compiler says on the machine that runs the tests.
 */
enum Abi {
    X86_64(12, 4, 247, 0, 1, 44, 45, 117),
    AARCH64(16, 8, 95, 63, 64, 206, 207, 147);

    /** The architecture this JVM runs on. */
    static final Abi HERE = here();

    /** {@code sizeof(struct epoll_event)}: packed on x86-64 only. */
    final int epollEventSize;

    /** {@code offsetof(struct epoll_event, data)}. */
    final int epollEventData;

    /** {@code __NR_waitid}. */
    final int waitidNumber;

    /** {@code __NR_read}, and so on. */
    final int readNumber;

    final int writeNumber;
    final int sendtoNumber;
    final int recvfromNumber;
    final int setresuidNumber;

    Abi(
            int epollEventSize,
            int epollEventData,
            int waitidNumber,
            int readNumber,
            int writeNumber,
            int sendtoNumber,
            int recvfromNumber,
            int setresuidNumber) {
        this.epollEventSize = epollEventSize;
        this.epollEventData = epollEventData;
        this.waitidNumber = waitidNumber;
        this.readNumber = readNumber;
        this.writeNumber = writeNumber;
        this.sendtoNumber = sendtoNumber;
        this.recvfromNumber = recvfromNumber;
        this.setresuidNumber = setresuidNumber;
    }

    private static Abi here() {
        String arch = System.getProperty("os.arch");
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UnsupportedOperationException("Millrace runs on Linux; this is " + System.getProperty("os.name"));
        }
        return switch (arch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new UnsupportedOperationException("Millrace knows x86-64 and aarch64; this is " + arch);
        };
    }
}
