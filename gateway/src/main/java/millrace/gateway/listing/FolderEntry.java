package millrace.gateway.listing;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What is in a folder.
 *
 * @param name octets
 * @param modified seconds since 1970
 */
record FolderEntry(byte[] name, boolean folder, boolean regular, long size, long modified) {
    /** Folders first, then by the octets of their names. */
    static final Comparator<FolderEntry> ORDER =
            Comparator.comparing((FolderEntry e) -> !e.folder).thenComparing(FolderEntry::name, Arrays::compareUnsigned);
}
