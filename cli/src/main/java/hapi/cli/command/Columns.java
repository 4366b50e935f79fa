package hapi.cli.command;

import hapi.cli.tui.DisplayText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Tables of text: columns as wide as their widest cell, the last one as it is.
final class Columns {
    private Columns() {}

    static List<String> of(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        all.addAll(rows);
        return of(all);
    }

    /// Without a head.
    static List<String> of(List<List<String>> all) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    int column = i;
                    int widest =
                            all.stream()
                                    .mapToInt(it -> DisplayText.width(it.get(column)))
                                    .max()
                                    .orElse(0);
                    line.append(" ".repeat(widest - DisplayText.width(row.get(i)) + 2));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /// How long ago, in one unit.
    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : "now";
    }
}
