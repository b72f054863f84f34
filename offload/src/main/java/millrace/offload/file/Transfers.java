package millrace.offload.file;

import millrace.os.FileTransfer;

/** The native buffer of each worker's thread. */
final class Transfers {
    private static final ThreadLocal<FileTransfer> OF_THREAD = ThreadLocal.withInitial(FileTransfer::new);

    private Transfers() {}

    static FileTransfer here() {
        return OF_THREAD.get();
    }
}
