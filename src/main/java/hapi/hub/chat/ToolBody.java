package hapi.hub.chat;

import hapi.protocol.content.TodoItem;
import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One part of what a tool call asks for, ready to be drawn. Texts are as the agent gave them: pass
/// what a person has to judge through [VisibleText].
public sealed interface ToolBody {
    /// A command in full, never cut. `risks` are places in `command`.
    record Command(
            String command,
            @Nullable String description,
            @Nullable String directory,
            List<CommandRisk.Span> risks)
            implements ToolBody {
        public Command {
            risks = List.copyOf(risks);
        }
    }

    enum LineKind {
        CONTEXT,
        ADDED,
        REMOVED,
        /// Lines that are left out stand here; the text is what the agent said about the place.
        GAP
    }

    record DiffLine(LineKind kind, String text) {}

    /// What changes in one file. `change` is `update`, `add` or `delete`.
    record Diff(String path, String change, List<DiffLine> lines, int added, int removed)
            implements ToolBody {
        public Diff {
            lines = List.copyOf(lines);
        }

        /// How many lines to show first so that this many changed lines are seen; the rest opens in
        /// place.
        public int linesFor(int changedLines) {
            int changed = 0;
            for (int i = 0; i < lines.size(); i++) {
                LineKind kind = lines.get(i).kind();
                if (kind == LineKind.ADDED || kind == LineKind.REMOVED) {
                    changed++;
                    if (changed > changedLines) {
                        return i;
                    }
                }
            }
            return lines.size();
        }
    }

    record Option(String label, String description) {}

    /// `id` is what an answer is filed under: the question's own id, else its place from 0.
    record Question(
            String id,
            String header,
            String text,
            List<Option> options,
            boolean isMulti,
            @Nullable String placeholder) {
        public Question {
            options = List.copyOf(options);
        }
    }

    /// `isNested`: the tool takes answers as `{id: {answers: […]}}` instead of `{id: […]}`.
    record Questions(List<Question> questions, boolean isNested) implements ToolBody {
        public Questions {
            questions = List.copyOf(questions);
        }
    }

    /// Markdown to be read as a document: a plan, or the words given to a sub-agent.
    record Document(String markdown) implements ToolBody {}

    record Todos(List<TodoItem> items) implements ToolBody {
        public Todos {
            items = List.copyOf(items);
        }
    }

    /// Anything else: the input, indented.
    record Json(String pretty, RawJson raw) implements ToolBody {}
}
