package hapi.hub.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Marks the parts of a shell command that a person should not overlook. Facts about the words
/// only: no mark does not mean harmless, and nothing is decided by it.
///
/// Words are cut as a POSIX shell cuts them, so that `r\m -r''f` is still seen and `echo "rm -rf"`
/// is not; variables and aliases are not expanded.
public final class CommandRisk {
    /// What was found.
    public enum Kind {
        /// Removes files in bulk.
        DELETES,
        /// Overrides a safety of the tool.
        FORCES,
        /// Runs as another user.
        ELEVATES,
        /// Gives a text to a shell or interpreter to run.
        RUNS_INPUT,
        /// Talks to the network.
        NETWORK,
        /// Writes outside the working directory.
        WRITES_OUTSIDE,
        /// Changes a disk, a machine or many permissions.
        SYSTEM,
        /// Runs a command that stands inside another one.
        NESTED
    }

    /// A marked part: characters `start` (included) to `end` (excluded) of the command as given.
    public record Span(int start, int end, Kind kind) {}

    private static final Set<String> ELEVATORS = Set.of("sudo", "doas", "su", "pkexec", "runas");
    private static final Set<String> SHELLS =
            Set.of(
                    "sh",
                    "bash",
                    "zsh",
                    "dash",
                    "ksh",
                    "fish",
                    "python",
                    "python3",
                    "perl",
                    "ruby",
                    "node",
                    "php",
                    "pwsh",
                    "powershell",
                    "xargs",
                    "eval",
                    "source",
                    ".");
    private static final Set<String> NETWORKERS =
            Set.of(
                    "curl", "wget", "nc", "ncat", "netcat", "ssh", "scp", "sftp", "rsync", "ftp",
                    "telnet", "socat", "http", "aria2c");
    private static final Set<String> SYSTEM_TOOLS =
            Set.of(
                    "dd",
                    "mkfs",
                    "fdisk",
                    "parted",
                    "shred",
                    "wipefs",
                    "shutdown",
                    "reboot",
                    "halt",
                    "poweroff",
                    "systemctl",
                    "iptables",
                    "mount",
                    "umount",
                    "crontab",
                    "killall",
                    "chown",
                    "useradd",
                    "userdel",
                    "passwd");
    private static final Set<String> WRITERS =
            Set.of("cp", "mv", "tee", "install", "ln", "touch", "mkdir");
    private static final Set<String> FORCE_FLAGS =
            Set.of(
                    "--force",
                    "--force-with-lease",
                    "--no-verify",
                    "--hard",
                    "--no-preserve-root",
                    "--dangerously-skip-permissions",
                    "--yolo",
                    "--allow-root",
                    "--privileged");

    private final String command;
    private final List<Span> spans = new ArrayList<>();

    private CommandRisk(String command) {
        this.command = command;
    }

    /// The marked parts in the order in which they stand; they may touch, two never overlap.
    public static List<Span> of(String command) {
        CommandRisk risk = new CommandRisk(command);
        List<ShellWords.Token> line = new ArrayList<>();
        ShellWords.Token pipe = null;
        for (ShellWords.Token token : ShellWords.split(command)) {
            if (token.isOperator() && !token.isRedirection()) {
                risk.simple(line, pipe);
                line.clear();
                pipe = token.text().startsWith("|") && !token.text().equals("||") ? token : null;
            } else {
                line.add(token);
            }
        }
        risk.simple(line, pipe);
        return risk.sorted();
    }

    /// One command of a list, with the pipe that feeds it.
    private void simple(List<ShellWords.Token> tokens, ShellWords.@Nullable Token pipe) {
        List<ShellWords.Token> words = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            ShellWords.Token token = tokens.get(i);
            if (token.isRedirection()) {
                ShellWords.Token target = i + 1 < tokens.size() ? tokens.get(++i) : null;
                if (target != null) {
                    redirect(token, target);
                }
            } else {
                words.add(token);
            }
        }
        int start = 0;
        while (start < words.size() && isPrefix(words.get(start))) {
            if (ELEVATORS.contains(name(words.get(start)))) {
                mark(words.get(start), words.get(start), Kind.ELEVATES);
                start++;
                while (start < words.size() && words.get(start).text().startsWith("-")) {
                    start++;
                }
            } else {
                start++;
            }
        }
        if (start < words.size()) {
            program(words.subList(start, words.size()), pipe);
        }
        boolean isPush =
                words.stream().anyMatch(word -> word.text().equals("git"))
                        && words.stream().anyMatch(word -> word.text().equals("push"));
        for (ShellWords.Token word : words) {
            anywhere(word, isPush);
        }
    }

    /// Words before the program: assignments, `env`, `time`, `nohup`, elevators.
    private static boolean isPrefix(ShellWords.Token word) {
        String name = name(word);
        return ELEVATORS.contains(name)
                || Set.of(
                                "env", "time", "nohup", "exec", "command", "builtin", "nice",
                                "then", "do", "else", "if", "while", "until", "!", "{")
                        .contains(name)
                || word.text().matches("[A-Za-z_][A-Za-z0-9_]*=.*");
    }

    private void program(List<ShellWords.Token> words, ShellWords.@Nullable Token pipe) {
        ShellWords.Token program = words.getFirst();
        String name = name(program);
        ShellWords.Token last = words.getLast();
        if (name.equals("rm") && hasFlag(words, 'r', 'R', "--recursive")
                || name.equals("rm") && hasFlag(words, 'f', 'f', "--force")
                || name.equals("rmdir")
                || name.equals("find") && words.stream().anyMatch(w -> w.text().equals("-delete"))
                || name.equals("git") && words.stream().anyMatch(w -> w.text().equals("clean"))) {
            mark(program, flagsEnd(words), Kind.DELETES);
        }
        if (NETWORKERS.contains(name)) {
            mark(program, program, Kind.NETWORK);
        }
        if (SYSTEM_TOOLS.contains(name)
                || name.startsWith("mkfs.")
                || name.equals("chmod") && hasFlag(words, 'R', 'R', "--recursive")) {
            mark(program, program, Kind.SYSTEM);
        }
        boolean isShell = SHELLS.contains(name);
        if (isShell && pipe != null) {
            mark(pipe, program, Kind.RUNS_INPUT);
        } else if (name.equals("eval") || name.equals("source") || name.equals(".")) {
            mark(program, program, Kind.RUNS_INPUT);
        } else if (isShell) {
            inline(words);
        }
        if (WRITERS.contains(name) && words.size() > 1 && isOutside(last.text())) {
            mark(last, last, Kind.WRITES_OUTSIDE);
        }
    }

    /// `sh -c '…'`: the text is a command of its own.
    private void inline(List<ShellWords.Token> words) {
        for (int i = 1; i + 1 < words.size(); i++) {
            String flag = words.get(i).text();
            if (flag.matches("-[a-zA-Z]*c") || flag.equals("-e")) {
                mark(words.get(i), words.get(i), Kind.RUNS_INPUT);
                ShellWords.Token script = words.get(i + 1);
                int shift = command.indexOf(script.text(), script.start());
                if (flag.endsWith("c") && shift >= 0 && shift < script.end()) {
                    for (Span span : of(script.text())) {
                        spans.add(new Span(shift + span.start(), shift + span.end(), span.kind()));
                    }
                }
                return;
            }
        }
    }

    private void anywhere(ShellWords.Token word, boolean isPush) {
        String text = word.text();
        String flag = text.contains("=") ? text.substring(0, text.indexOf('=')) : text;
        if (FORCE_FLAGS.contains(flag) || isPush && text.matches("-[a-zA-Z]*f")) {
            mark(word, word, Kind.FORCES);
        }
        if (text.toLowerCase(Locale.ROOT).matches(".*\\b(https?|ftp|ssh|git|wss?)://.*")
                || text.matches("(\\d{1,3}\\.){3}\\d{1,3}(:\\d+)?(/.*)?")) {
            mark(word, word, Kind.NETWORK);
        }
        if (word.hasSubstitution()) {
            mark(word, word, Kind.NESTED);
        }
    }

    private void redirect(ShellWords.Token operator, ShellWords.Token target) {
        if (operator.text().contains(">") && isOutside(target.text())) {
            mark(operator, target, Kind.WRITES_OUTSIDE);
        }
    }

    private static boolean isOutside(String path) {
        boolean isNamed = path.startsWith("/") || path.startsWith("~") || path.startsWith("$HOME");
        return path.equals("..")
                || path.startsWith("../")
                || path.contains("/../")
                || isNamed && !path.matches("/dev/(null|stdout|stderr|fd/\\d+|tty)");
    }

    private static boolean hasFlag(
            List<ShellWords.Token> words, char first, char second, String longName) {
        for (ShellWords.Token word : words.subList(1, words.size())) {
            String text = word.text();
            if (text.equals("--")) {
                return false;
            }
            if (text.equals(longName)
                    || text.startsWith("-")
                            && !text.startsWith("--")
                            && (text.indexOf(first) > 0 || text.indexOf(second) > 0)) {
                return true;
            }
        }
        return false;
    }

    private static ShellWords.Token flagsEnd(List<ShellWords.Token> words) {
        ShellWords.Token end = words.getFirst();
        for (ShellWords.Token word : words.subList(1, words.size())) {
            if (!word.text().startsWith("-")) {
                break;
            }
            end = word;
        }
        return end;
    }

    private static String name(ShellWords.Token word) {
        String text = word.text();
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private void mark(ShellWords.Token from, ShellWords.Token to, Kind kind) {
        spans.add(new Span(from.start(), to.end(), kind));
    }

    private List<Span> sorted() {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort((a, b) ->
                a.start() != b.start()
                        ? Integer.compare(a.start(), b.start())
                        : Integer.compare(b.end(), a.end()));
        List<Span> disjoint = new ArrayList<>();
        int end = 0;
        for (Span span : sorted) {
            if (span.start() >= end) {
                disjoint.add(span);
                end = span.end();
            }
        }
        return List.copyOf(disjoint);
    }
}
