package hapi.hub.ui.files;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a session's process gives no file, read from its own words, which no person is shown: they
/// differ between our command line and the published one.
enum FileFault {
    NO_GIT("not a git repository"),
    OUTSIDE("outside the working directory|outside of the|access denied|invalid path"),
    LARGE("too large"),
    MISSING("no such file|enoent|no such directory"),
    NO_FOLDER("not a directory|enotdir"),
    NO_FILE("not a regular file|eisdir|is a directory"),
    FORBIDDEN("permission denied|eacces|eperm|dubious ownership"),
    SLOW("timed out|timeout"),
    NO_PROGRAM("cannot run program|command not found|git is not installed"),
    /// It could not be asked.
    UNREACHABLE("rpc handler not registered|disconnected|path not available"),
    UNKNOWN("");

    private final Pattern words;

    FileFault(String words) {
        this.words = Pattern.compile(words);
    }

    /// The code that the page gets, and the end of the text's key.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileFault of(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        Optional<FileFault> found =
                List.of(values()).stream()
                        .filter(it -> it != UNKNOWN && it.words.matcher(lower).find())
                        .findFirst();
        return found.orElse(UNKNOWN);
    }
}
