package hapi.cli.tui;

/// What an agent wants to do and a person has to decide.
///
/// @param id names the question in answers
/// @param asker the agent's name for people
/// @param what the whole of what would be done; shown in full, however long it is
/// @param isYesOrNo false when the answer is a choice or a text, which the terminal cannot give: it
///   can only be refused here
public record OpenQuestion(String id, String asker, String tool, String what, boolean isYesOrNo) {}
