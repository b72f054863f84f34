package millrace.offload.file;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.os.Errno;
import millrace.os.Inotify;

/**
 * Places watches on folders, on a worker. A folder is watched first and looked into then: what is made in between is
 * found twice, which does no harm; the other way round it would be missed.
 */
final class FolderScan {
    private static final int CHANGES = Inotify.CREATE | Inotify.DELETE | Inotify.MODIFY | Inotify.CLOSE_WRITE
            | Inotify.MOVED_FROM | Inotify.MOVED_TO | Inotify.ONLYDIR | Inotify.EXCL_UNLINK;

    private final Inotify inotify;
    private final WatchOptions options;

    /** The folder that must be there. */
    private final Path root;

    /** Nobody wants the result any more. */
    private volatile boolean cancelled;

    private final Map<Integer, Path> watched = new LinkedHashMap<>();
    private final List<Path> found = new ArrayList<>();
    private boolean foundTooMuch;

    FolderScan(Inotify inotify, WatchOptions options, Path root) {
        this.inotify = inotify;
        this.options = options;
        this.root = root;
    }

    void cancel() {
        cancelled = true;
    }

    /** The watches placed, and the folder of each. */
    Map<Integer, Path> watched() {
        return watched;
    }

    /** What is in those folders, as far as it is not more than the options allow. */
    List<Path> found() {
        return found;
    }

    boolean isFoundTooMuch() {
        return foundTooMuch;
    }

    FolderScan run(List<Path> folders) throws IOException {
        ArrayDeque<Path> left = new ArrayDeque<>(folders);
        while (!left.isEmpty() && !cancelled) {
            Path folder = left.pollLast();
            if (watch(folder) && options.recursive()) {
                look(folder, left);
            }
        }
        return this;
    }

    private boolean watch(Path folder) throws IOException {
        boolean isRoot = folder.equals(root);
        int watch = inotify.add(folder.toAbsolutePath(), CHANGES | (isRoot ? Inotify.MOVE_SELF : Inotify.DONT_FOLLOW));
        if (watch >= 0) {
            watched.put(watch, folder);
            return true;
        }
        if (Errno.ENOSPC.is(watch)) {
            throw FileException.of("watch", folder, Errno.ENOSPC,
                    "the limit is on watched folders: raise fs.inotify.max_user_watches, or skip folders");
        }
        if (isRoot) {
            throw FileException.of("watch", folder, watch);
        }
        if (!Errno.ENOENT.is(watch) && !Errno.ENOTDIR.is(watch) && !Errno.ELOOP.is(watch)) {
            blind(FileException.of("watch", folder, watch));
        }
        return false;
    }

    private void look(Path folder, ArrayDeque<Path> left) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (options.skip().test(entry)) {
                    continue;
                }
                if (found.size() < options.mostChanges()) {
                    found.add(entry);
                } else {
                    foundTooMuch = true;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    left.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            blind(FileException.of("list", folder, e.getCause()));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It was deleted meanwhile, or another file has its name; the folder above tells of that.
            watched.values().remove(folder);
        } catch (IOException e) {
            blind(FileException.of("list", folder, e));
        }
    }

    /** A part of the tree that cannot be watched does not take the rest with it. */
    private static void blind(IOException e) {
        System.getLogger("millrace.offload.file")
                .log(Level.WARNING, () -> "changes will be missed: " + e.getMessage());
    }
}
