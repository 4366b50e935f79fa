package hapi.hub.ui.files;

import hapi.hub.ui.files.GitChange.Kind;
import hapi.hub.ui.files.GitChange.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `git status --porcelain=v2 --branch` prints. `branch` is null when none is checked out;
/// `ahead` and `behind` are commits against its upstream. Lines that are not understood are left
/// out; of very many changes the first [#MAX_CHANGES] are kept and the others counted.
record GitStatus(
        @Nullable String branch, int ahead, int behind, List<GitChange> changes, int more) {
    static final int MAX_CHANGES = 2_000;

    GitStatus {
        changes = List.copyOf(changes);
    }

    static GitStatus read(String printed) {
        String branch = null;
        int ahead = 0;
        int behind = 0;
        int more = 0;
        List<GitChange> changes = new ArrayList<>();
        for (String line : printed.split("\n")) {
            if (line.startsWith("# branch.head ")) {
                String head = line.substring(14);
                branch = head.equals("(detached)") ? null : head;
            } else if (line.matches("# branch\\.ab \\+\\d{1,9} -\\d{1,9}")) {
                String[] words = line.split(" ");
                ahead = Integer.parseInt(words[2].substring(1));
                behind = Integer.parseInt(words[3].substring(1));
            } else {
                List<GitChange> found = changes(line);
                if (changes.size() + found.size() > MAX_CHANGES) {
                    more += found.size();
                } else {
                    changes.addAll(found);
                }
            }
        }
        return new GitStatus(branch, ahead, behind, changes, more);
    }

    List<GitChange> of(Section section) {
        return changes.stream().filter(it -> it.section() == section).toList();
    }

    private static List<GitChange> changes(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '1' -> tracked(line.split(" ", 9), 8);
            case '2' -> tracked(line.split(" ", 10), 9);
            case 'u' -> conflict(line.split(" ", 11));
            case '?' -> untracked(line);
            default -> List.of();
        };
    }

    private static List<GitChange> tracked(String[] words, int pathAt) {
        if (words.length <= pathAt || words[1].length() != 2) {
            return List.of();
        }
        String[] paths = words[pathAt].split("\t", 2);
        String path = GitPath.read(paths[0]);
        String was = paths.length > 1 ? GitPath.read(paths[1]) : null;
        boolean isSubmodule = words[2].startsWith("S");
        List<GitChange> changes = new ArrayList<>(2);
        for (Section section : List.of(Section.STAGED, Section.UNSTAGED)) {
            char letter = words[1].charAt(section == Section.STAGED ? 0 : 1);
            kind(letter)
                    .map(kind -> {
                        boolean moved = kind == Kind.RENAMED || kind == Kind.COPIED;
                        return new GitChange(
                                section, kind, path, moved ? was : null, isSubmodule, null, null);
                    })
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private static Optional<Kind> kind(char letter) {
        return switch (letter) {
            case 'A' -> Optional.of(Kind.NEW);
            case 'M' -> Optional.of(Kind.CHANGED);
            case 'D' -> Optional.of(Kind.DELETED);
            case 'R' -> Optional.of(Kind.RENAMED);
            case 'C' -> Optional.of(Kind.COPIED);
            case 'T' -> Optional.of(Kind.TYPE);
            default -> Optional.empty();
        };
    }

    private static List<GitChange> conflict(String[] words) {
        return words.length < 11
                ? List.of()
                : List.of(
                        new GitChange(
                                Section.CONFLICT,
                                Kind.CONFLICT,
                                GitPath.read(words[10]),
                                null,
                                words[2].startsWith("S"),
                                null,
                                null));
    }

    private static List<GitChange> untracked(String line) {
        return line.length() < 3
                ? List.of()
                : List.of(
                        new GitChange(
                                Section.UNTRACKED,
                                Kind.NEW,
                                GitPath.read(line.substring(2)),
                                null,
                                false,
                                null,
                                null));
    }
}
