package hapi.hub.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The two secrets that decide who comes in: base token and JWT key. Replaced as a whole when the
/// operator rotates them; each replacement is a new generation, and grants of an older one end. Any
/// thread.
public final class Credentials {
    /// One pair. `number` counts up from 1 within a process.
    record Generation(long number, String baseToken, byte[] jwtSecret) {}

    private volatile Generation current;
    private volatile Generation previous;

    public Credentials(String baseToken, byte[] jwtSecret) {
        current = new Generation(1, baseToken, jwtSecret.clone());
        previous = current;
    }

    /// Takes new secrets; false when both are what they were.
    public synchronized boolean replace(String baseToken, byte[] jwtSecret) {
        Generation old = current;
        if (old.baseToken().equals(baseToken) && Arrays.equals(old.jwtSecret(), jwtSecret)) {
            return false;
        }
        previous = old;
        current = new Generation(old.number() + 1, baseToken, jwtSecret.clone());
        return true;
    }

    /// Names the base token of the moment without telling it, the same in every run: for what was
    /// opened with it and shall end with it.
    public String seal() {
        byte[] key = current.baseToken().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(InitData.mac(key, "bound"));
    }

    Generation current() {
        return current;
    }

    /// The one before; the current one when there was none.
    Generation previous() {
        return previous;
    }
}
