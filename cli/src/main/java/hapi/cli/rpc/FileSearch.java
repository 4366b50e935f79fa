package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.CommandResult;
import hapi.protocol.rpc.FileCalls.RipgrepParams;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/// The method `ripgrep`: names of files, or lines in them. The system's `rg` does it when there is
/// one, else Java, with the same answer: one line each, exit code 1 for nothing found. The page's
/// search for names that contain something (`fileSearch`) is always Java's.
///
/// The arguments come from outside: see [SearchArguments] for what is let through.
final class FileSearch {
    private static final int MAX_RESULTS = 2000;
    private static final int MAX_SEARCHED = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Workspace workspace;
    private final FileNames names;
    private final Map<String, String> variables;

    FileSearch(Workspace workspace, Git git, Map<String, String> environment) {
        this.workspace = workspace;
        this.names = new FileNames(workspace, git);
        this.variables = new HashMap<>(environment);
        this.variables.remove("RIPGREP_CONFIG_PATH");
    }

    CommandResult search(RipgrepParams params) {
        try {
            Path folder = workspace.resolve(params.cwd());
            if (params.fileSearch() != null && params.fileSearch().query() != null) {
                int limit = params.fileSearch().limit() == null ? 200 : params.fileSearch().limit();
                String part = params.fileSearch().query().strip().toLowerCase(Locale.ROOT);
                return found(
                        String.join(
                                "\n",
                                names.find(
                                        folder,
                                        path -> path.toLowerCase(Locale.ROOT).contains(part),
                                        Math.clamp(limit, 1, MAX_RESULTS))));
            }
            SearchArguments arguments =
                    SearchArguments.of(params.args() == null ? List.of() : params.args());
            List<String> paths = new ArrayList<>();
            for (String path : arguments.paths()) {
                Path inside = workspace.resolve(folder, path);
                paths.add(relative(folder.toAbsolutePath().normalize(), inside));
            }
            Optional<Path> program = Programs.find("rg", variables);
            return program.isPresent()
                    ? run(program.get(), arguments, folder, paths)
                    : inJava(arguments, folder, paths);
        } catch (Workspace.AccessDenied e) {
            return CommandResult.refused(e.getMessage());
        } catch (PatternSyntaxException e) {
            return new CommandResult(
                    false, "Bad pattern: " + e.getDescription(), "", e.getDescription(), 2);
        } catch (IllegalArgumentException e) {
            return CommandResult.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return CommandResult.refused("Search failed: " + FileMethods.reason(e));
        }
    }

    private static String relative(Path folder, Path inside) {
        String path =
                folder.relativize(inside)
                        .toString()
                        .replace(inside.getFileSystem().getSeparator(), "/");
        return path.isEmpty() ? "." : path;
    }

    private CommandResult run(
            Path program, SearchArguments arguments, Path folder, List<String> paths) {
        List<String> words = new ArrayList<>(List.of(program.toString(), "--no-config"));
        words.addAll(arguments.options());
        if (arguments.isNames()) {
            words.add("--files");
        }
        words.add("--");
        if (arguments.pattern() != null) {
            words.add(arguments.pattern());
        }
        words.addAll(paths);
        CommandResult result = Command.run(words, folder, variables, LIMIT);
        boolean isNothing = Integer.valueOf(1).equals(result.exitCode());
        return isNothing
                ? new CommandResult(true, null, result.stdout(), result.stderr(), 1)
                : result;
    }

    private CommandResult inJava(SearchArguments arguments, Path folder, List<String> paths)
            throws IOException, Workspace.AccessDenied {
        Predicate<String> wanted = globs(arguments).and(path -> isBelow(path, paths));
        if (arguments.isNames()) {
            return found(String.join("\n", names.find(folder, wanted, MAX_RESULTS)));
        }
        LineSearch lines = new LineSearch(arguments);
        return found(
                lines.search(workspace, folder, names.find(folder, wanted, MAX_SEARCHED))
                        .stripTrailing());
    }

    private static boolean isBelow(String path, List<String> paths) {
        return paths.isEmpty()
                || paths.stream()
                        .anyMatch(of ->
                                of.equals(".") || path.equals(of) || path.startsWith(of + "/"));
    }

    /// A file is wanted when it matches any of the patterns, or there is none, and none of those
    /// that begin with `!`.
    private static Predicate<String> globs(SearchArguments arguments) {
        List<Predicate<String>> wanted = new ArrayList<>();
        List<Predicate<String>> unwanted = new ArrayList<>();
        for (String option : List.of("--glob", "--iglob")) {
            boolean ignoresCase = option.equals("--iglob");
            for (String pattern : arguments.values(option)) {
                boolean isNot = pattern.startsWith("!");
                Predicate<String> glob = glob(isNot ? pattern.substring(1) : pattern, ignoresCase);
                (isNot ? unwanted : wanted).add(glob);
            }
        }
        return path ->
                (wanted.isEmpty() || wanted.stream().anyMatch(glob -> glob.test(path)))
                        && unwanted.stream().noneMatch(glob -> glob.test(path));
    }

    private static Predicate<String> glob(String pattern, boolean ignoresCase) {
        try {
            PathMatcher matcher =
                    FileSystems.getDefault()
                            .getPathMatcher(
                                    "glob:"
                                            + (ignoresCase
                                                    ? pattern.toLowerCase(Locale.ROOT)
                                                    : pattern));
            return path -> {
                Path whole = Path.of(ignoresCase ? path.toLowerCase(Locale.ROOT) : path);
                return matcher.matches(whole) || matcher.matches(whole.getFileName());
            };
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Bad pattern: " + e.getDescription());
        }
    }

    private static CommandResult found(String lines) {
        return lines.isEmpty()
                ? new CommandResult(true, null, "", "", 1)
                : new CommandResult(true, null, lines + "\n", "", 0);
    }
}
