package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void aVariableIsReadAndOneThatIsNotThereIsNull() {
        assertNotNull(Environment.get("PATH"));
        assertEquals(System.getenv("PATH"), Environment.get("PATH"));
        assertNull(Environment.get("MILLRACE_NO_SUCH_VARIABLE"));
    }

    @Test
    void aRemovedVariableIsGoneAndRemovingItAgainIsNoError() {
        // Java has a copy of it, and nothing else in this process reads it.
        String victim = Stream.of("OLDPWD", "SHLVL", "LOGNAME", "HOME")
                .filter(name -> Environment.get(name) != null)
                .findFirst()
                .orElseThrow();
        assertEquals(0, Environment.remove(victim));
        assertNull(Environment.get(victim));
        assertEquals(0, Environment.remove(victim));
    }
}
