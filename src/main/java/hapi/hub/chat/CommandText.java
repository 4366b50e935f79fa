package hapi.hub.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The command of a tool call as one would type it. `bash -lc '…'` around it is taken off, since it
/// says nothing; nothing else is.
final class CommandText {
    private CommandText() {}

    static String of(JsonNode input) {
        JsonNode command = input.path("command");
        if (command.isMissingNode() || command.isNull()) {
            command = input.path("cmd");
        }
        if (command.isString()) {
            String line = command.stringValue();
            List<ShellWords.Token> words = ShellWords.split(line);
            boolean isPlain =
                    words.size() == 3 && words.stream().noneMatch(ShellWords.Token::isOperator);
            return isPlain && isWrapper(words.get(0).text(), words.get(1).text())
                    ? words.get(2).text()
                    : line;
        }
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asString("")));
        if (words.size() == 3 && isWrapper(words.get(0), words.get(1))) {
            return words.get(2);
        }
        return words.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
    }

    private static boolean isWrapper(String shell, String flag) {
        return shell.matches("(/usr)?(/bin/)?(ba|z|da)?sh")
                && (flag.equals("-lc") || flag.equals("-c"));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
