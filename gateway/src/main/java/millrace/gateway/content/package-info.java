/**
 * Files as replies: where they are, which one a path stands for, and how it is sent. Start reading at
 * {@link millrace.gateway.content.StaticFile}. What is done to replies on their way out has rooms of its own.
 */
package millrace.gateway.content;
