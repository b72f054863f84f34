package millrace.manager.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * When a log file makes room for the next, under which name it stays, and how many stay: {@code app-out.log} becomes
 * {@code app-out__2026-01-31_00-00-00.log}, as pm2-logrotate has it, and {@code .gz} when it is compressed. Any thread.
 *
 * @param bytes a file of this size is rotated; 0: whatever its size
 * @param every {@code hour}, {@code day}, {@code week} or {@code month}; {@code null}: whatever its age
 * @param keep so many rotated files stay
 */
record Rotation(long bytes, String every, int keep, boolean compress, InstantSource clock, ZoneId zone) {
    private static final String BETWEEN = "__";
    private static final String COMPRESSED = ".gz";
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d_");
    private static final Pattern NUMBER = Pattern.compile("-\\d{4}");
    private static final int MOST_IN_A_SECOND = 10_000;

    boolean isTooLarge(long size) {
        return bytes > 0 && size >= bytes;
    }

    /** When the file is to be rotated next, in milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    long nextMillis() {
        if (every == null) {
            return Long.MAX_VALUE;
        }
        ZonedDateTime now = Instant.ofEpochMilli(clock.millis()).atZone(zone);
        ZonedDateTime today = now.truncatedTo(ChronoUnit.DAYS);
        ZonedDateTime next = switch (every) {
            case "hour" -> now.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case "day" -> today.plusDays(1);
            case "week" -> today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case "month" -> today.with(TemporalAdjusters.firstDayOfNextMonth());
            default -> throw new IllegalArgumentException(every + " is not hour, day, week or month");
        };
        return next.toInstant().toEpochMilli();
    }

    /** Where the file goes now: behind all that are there, even when some before them have been deleted. */
    Path freshName(Path path) throws IOException {
        String date = stem(path) + BETWEEN + TimeFormat.of("YYYY-MM-DD_HH-mm-ss", zone).text(clock.millis());
        int number = 0;
        // Also one that is being compressed, and is not there any more when it is looked at.
        for (Path file : named(path)) {
            String age = age(file, extension(path));
            if (age.equals(date)) {
                number = Math.max(number, 1);
            } else if (age.startsWith(date) && NUMBER.matcher(age.substring(date.length())).matches()) {
                number = Math.max(number, Integer.parseInt(age.substring(date.length() + 1)) + 1);
            }
        }
        if (number >= MOST_IN_A_SECOND) {
            throw new IOException(path + " has been rotated " + MOST_IN_A_SECOND + " times in a second");
        }
        return path.resolveSibling(date + (number == 0 ? "" : "-%04d".formatted(number)) + extension(path));
    }

    /** What a rotated file is called when it is compressed. */
    static Path compressed(Path rotated) {
        return rotated.resolveSibling(rotated.getFileName() + COMPRESSED);
    }

    /** The rotated files of a log, the oldest first. */
    static List<Path> rotated(Path path) throws IOException {
        List<Path> found = named(path);
        found.removeIf(file -> !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        // As a whole, the names of one second would stand before that without a number.
        found.sort(Comparator.comparing(file -> age(file, extension(path))));
        return found;
    }

    /** Whatever is named like a rotated file. */
    private static List<Path> named(Path path) throws IOException {
        List<Path> found = new ArrayList<>();
        String before = stem(path) + BETWEEN;
        String behind = extension(path);
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(path.toAbsolutePath().getParent())) {
            for (Path file : folder) {
                String name = file.getFileName().toString();
                boolean ends = name.endsWith(behind) || name.endsWith(behind + COMPRESSED);
                if (ends && name.startsWith(before) && DATE.matcher(name.substring(before.length())).lookingAt()) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String age(Path file, String extension) {
        String name = file.getFileName().toString();
        String bare = name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) : name;
        return bare.substring(0, bare.length() - extension.length());
    }

    /** Deletes the oldest beyond those that stay. On a worker. @return which of the others are not compressed */
    List<Path> retain(Path path) throws IOException {
        List<Path> files = rotated(path);
        int beyond = Math.max(0, files.size() - keep);
        for (Path old : files.subList(0, beyond)) {
            Files.deleteIfExists(old);
        }
        return files.subList(beyond, files.size()).stream()
                .filter(file -> !file.getFileName().toString().endsWith(COMPRESSED))
                .toList();
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - extension(path).length());
    }

    private static String extension(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }
}
