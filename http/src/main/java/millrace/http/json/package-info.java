/**
 * Request bodies and answers in JSON, of any size, without holding the loop up. Begin with
 * {@link millrace.http.json.Json}.
 *
 * <p>Where to start reading: {@code JsonTokens} (bytes to events), {@code JsonIntake} (how a body goes through it, in
 * slices), {@code JsonWriter} (values to bytes), {@code JsonSender} (how they go to the client).
 */
package millrace.http.json;
