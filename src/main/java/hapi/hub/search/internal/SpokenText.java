package hapi.hub.search.internal;

import hapi.protocol.content.ClaudeBlock;
import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.CodexRecord;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.stream.Collectors;

/// What was said in a message: the words of a person or an agent, without tools and what they gave
/// back.
final class SpokenText {
    private SpokenText() {}

    /// Empty when nothing was said.
    static String of(RawJson content) {
        return switch (ContentReader.read(content)) {
            case Content.UserContent said -> said.text();
            case Content.AgentOutput(ClaudeRecord.Assistant said, _) -> text(said.blocks());
            case Content.AgentOutput(ClaudeRecord.User said, _) -> text(said.blocks());
            case Content.AgentOutput _ -> "";
            case Content.AgentCodex(CodexRecord.Message said, _) -> said.text();
            case Content.AgentCodex _, Content.AgentEvent _, Content.Unknown _ -> "";
        };
    }

    private static String text(List<ClaudeBlock> blocks) {
        return blocks.stream()
                .filter(ClaudeBlock.Text.class::isInstance)
                .map(block -> ((ClaudeBlock.Text) block).text())
                .collect(Collectors.joining("\n"));
    }
}
