package hapi.cli.rpc;

import hapi.protocol.rpc.CatalogueCalls.SlashCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the text of a person's own command in place of `/name arguments`, for an agent that does so
/// on its own screen only. The project's command comes before the person's of the same name, as
/// there. The files are read at each prompt: they may have changed.
///
/// Nothing is run: what the text wants to have run or read is left to the agent, which asks first.
public final class WrittenCommands {
    private static final String ARGUMENTS = "{{args}}";
    private static final String LEFT_TO_AGENT =
            "Where the text above says !{...}, run what is in the braces as a command and use its"
                    + " output; where it says @{...}, use the content of that file.";

    private final SlashCommands commands;
    private final AgentPlaces places;

    public WrittenCommands(Path project, Map<String, String> environment, String agent) {
        this.commands = new SlashCommands(new Workspace(project), environment);
        this.places = AgentPlaces.of(agent);
    }

    /// The prompt as the agent shall read it; the same when it names no command of a person.
    public String expand(String prompt) {
        String text = prompt.strip();
        if (!text.startsWith("/")) {
            return prompt;
        }
        String[] words = text.substring(1).split("\\s+", 2);
        String arguments = words.length > 1 ? words[1] : "";
        return find(words[0]).map(command -> filled(command, arguments, text)).orElse(prompt);
    }

    private Optional<String> find(String name) {
        List<SlashCommand> all = new ArrayList<>(commands.ofProject(places));
        all.addAll(commands.ofPerson(places));
        return all.stream()
                .filter(command -> command.name().equals(name))
                .flatMap(command -> Optional.ofNullable(command.content()).stream())
                .findFirst();
    }

    private static String filled(String command, String arguments, String typed) {
        String text = command;
        if (command.contains(ARGUMENTS)) {
            text = command.replace(ARGUMENTS, arguments);
        } else if (!arguments.isEmpty()) {
            text = command + "\n\n" + typed;
        }
        boolean wantsMore = command.contains("!{") || command.contains("@{");
        return wantsMore ? text + "\n\n" + LEFT_TO_AGENT : text;
    }
}
