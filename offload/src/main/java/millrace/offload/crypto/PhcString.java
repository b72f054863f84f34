package millrace.offload.crypto;

import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import millrace.offload.crypto.Argon2Parameters.Variant;
import millrace.offload.crypto.Pbkdf2Parameters.Digest;

/**
 * A stored password hash in the form {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Source: the PHC string format
 * (github.com/P-H-C/phc-string-format); for scrypt {@code $scrypt$ln=17,r=8,p=1$…}, for PBKDF2
 * {@code $pbkdf2-sha512$i=210000$…}.
 */
record PhcString(DerivationParameters parameters, byte[] salt, byte[] hash) {
    private static final int LONGEST = 1024;
    private static final int LEAST_SALT = 8;
    private static final int LEAST_HASH = 12;
    private static final String PBKDF2 = "pbkdf2-";

    /** @throws IllegalArgumentException when it is none; the message does not repeat it: it is a secret of sorts */
    static PhcString parse(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.split("\\$", -1);
        boolean versioned = parts.length == 6 && parts[2].startsWith("v=");
        if (!versioned && parts.length != 5 || !parts[0].isEmpty()) {
            throw bad("it has not the form $name$v=…$parameters$salt$hash");
        }
        int version = versioned ? number(parts[2].substring(2)) : Argon2Parameters.OLD_VERSION;
        String settings = parts[versioned ? 3 : 2];
        boolean argon2 = parts[1].startsWith("argon2");
        if (versioned && !argon2) {
            throw bad(parts[1] + " has no version");
        }
        byte[] salt = bytes(parts[parts.length - 2]);
        byte[] hash = bytes(parts[parts.length - 1]);
        if (salt.length < LEAST_SALT || hash.length < LEAST_HASH) {
            throw bad("its salt or its hash is too short");
        }
        return new PhcString(parameters(parts[1], version, settings), salt, hash);
    }

    private static DerivationParameters parameters(String name, int version, String settings) {
        Map<String, Integer> values = new HashMap<>();
        for (String setting : settings.split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 1 || values.put(setting.substring(0, equals), number(setting.substring(equals + 1))) != null) {
                throw bad("its parameters are not of the form name=number");
            }
        }
        return switch (name) {
            case "argon2id", "argon2i", "argon2d" -> {
                Variant variant = Variant.valueOf(name.substring("argon2".length()).toUpperCase(Locale.ROOT));
                yield new Argon2Parameters(
                        variant, version, take(values, "m", 3), take(values, "t", 3), take(values, "p", 3));
            }
            case "scrypt" -> new ScryptParameters(
                    powerOfTwo(take(values, "ln", 3)), take(values, "r", 3), take(values, "p", 3));
            case "pbkdf2-sha256", "pbkdf2-sha512" -> new Pbkdf2Parameters(
                    Digest.valueOf(name.substring(PBKDF2.length()).toUpperCase(Locale.ROOT)), take(values, "i", 1));
            default -> throw bad("its algorithm is none of argon2id, argon2i, argon2d, scrypt, pbkdf2-sha256 and "
                    + "pbkdf2-sha512");
        };
    }

    private static int take(Map<String, Integer> values, String name, int expected) {
        Integer value = values.get(name);
        if (value == null || values.size() != expected) {
            throw bad("it lacks the parameter " + name + ", or has one that is not known");
        }
        return value;
    }

    private static int powerOfTwo(int exponent) {
        if (exponent < 1 || exponent > 30) {
            throw bad("ln=" + exponent + " is out of range");
        }
        return 1 << exponent;
    }

    private static int number(String text) {
        if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw bad("a parameter is no number");
        }
        return Integer.parseInt(text);
    }

    private static byte[] bytes(String text) {
        if (text.endsWith("=")) {
            throw bad("its Base64 is padded");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw bad("its salt or its hash is no Base64");
        }
    }

    private static IllegalArgumentException bad(String why) {
        return new IllegalArgumentException("no password hash that is known here: " + why);
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        String head = switch (parameters) {
            case Argon2Parameters(Variant variant, int version, int memory, int iterations, int lanes) -> "argon2"
                    + variant.name().toLowerCase(Locale.ROOT) + "$v=" + version + "$m=" + memory + ",t=" + iterations
                    + ",p=" + lanes;
            case ScryptParameters(int cost, int blockSize, int parallelization) -> "scrypt$ln="
                    + Integer.numberOfTrailingZeros(cost) + ",r=" + blockSize + ",p=" + parallelization;
            case Pbkdf2Parameters(Digest digest, int iterations) -> PBKDF2
                    + digest.name().toLowerCase(Locale.ROOT) + "$i=" + iterations;
        };
        return "$" + head + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }
}
