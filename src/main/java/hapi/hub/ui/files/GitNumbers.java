package hapi.hub.ui.files;

import hapi.hub.ui.files.GitChange.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `git diff --numstat` prints: lines added and removed by path. Its paths begin at the
/// repository's root and those of the status at the session's folder, which may lie deeper.
final class GitNumbers {
    private static final Pattern LINE = Pattern.compile("(\\d{1,9}|-)\t(\\d{1,9}|-)\t(.+)");
    private static final Pattern MOVED = Pattern.compile("(.*)\\{(.*) => (.*)}(.*)");

    private final Map<String, int[]> byPath = new HashMap<>();

    static GitNumbers read(String printed) {
        GitNumbers numbers = new GitNumbers();
        for (String line : printed.split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                boolean isText = !matcher.group(1).equals("-") && !matcher.group(2).equals("-");
                numbers.byPath.put(
                        target(matcher.group(3)),
                        isText
                                ? new int[] {
                                    Integer.parseInt(matcher.group(1)),
                                    Integer.parseInt(matcher.group(2))
                                }
                                : new int[0]);
            }
        }
        return numbers;
    }

    /// `old => new` and `in/{old => new}/here` are a move.
    private static String target(String printed) {
        Matcher moved = MOVED.matcher(printed);
        if (moved.matches()) {
            return (moved.group(1) + moved.group(3) + moved.group(4)).replace("//", "/");
        }
        int arrow = printed.indexOf(" => ");
        return GitPath.read(arrow < 0 ? printed : printed.substring(arrow + 4));
    }

    /// The changes with their numbers, where there are some. Binary files have none.
    List<GitChange> on(List<GitChange> changes) {
        String root = root(changes);
        return changes.stream()
                .map(change -> {
                    int[] found = byPath.get(root + change.path());
                    return found == null || found.length == 0
                            ? change
                            : change.withNumbers(found[0], found[1]);
                })
                .toList();
    }

    /// Whether git calls the change binary.
    boolean isBinary(GitChange change, List<GitChange> all) {
        int[] found = byPath.get(root(all) + change.path());
        return change.kind() != Kind.CONFLICT && found != null && found.length == 0;
    }

    /// What the folder is called from the repository's root: with it, most paths are found.
    private String root(List<GitChange> changes) {
        Set<String> roots = new HashSet<>();
        roots.add("");
        changes.stream()
                .filter(GitChange::isInside)
                .findFirst()
                .ifPresent(first ->
                        byPath.keySet().stream()
                                .filter(path -> path.endsWith("/" + first.path()))
                                .map(path ->
                                        path.substring(0, path.length() - first.path().length()))
                                .forEach(roots::add));
        String best = "";
        long most = -1;
        for (String root : roots) {
            long found =
                    changes.stream().filter(it -> byPath.containsKey(root + it.path())).count();
            if (found > most || found == most && root.length() < best.length()) {
                best = root;
                most = found;
            }
        }
        return best;
    }
}
