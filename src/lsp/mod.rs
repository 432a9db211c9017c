//! A language server: findings while one writes, fixes, silencing, explanations.

mod actions;
mod document;
mod place;

use std::collections::HashMap;
use std::io;

use lsp_server::{Connection, ErrorCode, ExtractError, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
    Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{CodeActionRequest, HoverRequest, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, HoverProviderCapability, InitializeParams,
    MessageType, PublishDiagnosticsParams, SaveOptions, ServerCapabilities, ServerInfo, ShowMessageParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::args::ConfigArgs;
use document::Document;
use place::Encoding;

/// Serves the editor at the other end of standard input and output, until it says good-bye.
///
/// # Errors
/// When the editor breaks the protocol or goes away.
pub fn run(config: &ConfigArgs) -> io::Result<Exit> {
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection, config);
    drop(connection);
    threads.join()?;
    served
}

fn serve(connection: &Connection, config: &ConfigArgs) -> io::Result<Exit> {
    let failed = |error: lsp_server::ProtocolError| io::Error::other(format!("lsp: {error}"));
    let (id, params) = connection.initialize_start().map_err(failed)?;
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let general = params.capabilities.general.unwrap_or_default();
    let encoding = Encoding::negotiate(general.position_encodings.as_deref());
    let server = ServerInfo { name: "answerlint".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    let result = json!({"capabilities": capabilities(encoding), "serverInfo": server});
    connection.initialize_finish(id, result).map_err(failed)?;
    let mut server = Server { connection, config, encoding, documents: HashMap::new() };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request).map_err(failed)? {
                    return Ok(Exit::Clean);
                }
                server.request(request)?;
            }
            Message::Notification(notification) => server.notification(notification)?,
            Message::Response(_) => {}
        }
    }
    // The editor went without a word.
    Ok(Exit::Clean)
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, actions::FIX_ALL]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

struct Server<'a> {
    connection: &'a Connection,
    config: &'a ConfigArgs,
    encoding: Encoding,
    documents: HashMap<Uri, Document>,
}

impl Server<'_> {
    fn request(&mut self, request: Request) -> io::Result<()> {
        let encoding = self.encoding;
        let response = match request.method.as_str() {
            CodeActionRequest::METHOD => self.answer::<CodeActionRequest>(request, |documents, params| {
                let document = documents.get(&params.text_document.uri)?;
                Some(actions::all(document, &params, encoding))
            }),
            HoverRequest::METHOD => self.answer::<HoverRequest>(request, |documents, params| {
                let at = params.text_document_position_params;
                documents.get(&at.text_document.uri)?.hover(at.position, encoding)
            }),
            method => {
                let message = format!("answerlint knows no {method}");
                Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
            }
        };
        self.send(response.into())
    }

    fn answer<R>(
        &self,
        request: Request,
        reply: impl FnOnce(&HashMap<Uri, Document>, R::Params) -> R::Result,
    ) -> Response
    where
        R: lsp_types::request::Request,
        R::Params: DeserializeOwned,
        R::Result: Serialize,
    {
        let id: RequestId = request.id.clone();
        match request.extract::<R::Params>(R::METHOD) {
            Ok((id, params)) => Response::new_ok(id, reply(&self.documents, params)),
            Err(ExtractError::JsonError { error, .. }) => {
                Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
            }
            Err(ExtractError::MethodMismatch(_)) => {
                Response::new_err(id, ErrorCode::InternalError as i32, String::new())
            }
        }
    }

    fn notification(&mut self, notification: Notification) -> io::Result<()> {
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(params) = read::<DidOpenTextDocument>(notification) else { return Ok(()) };
                let opened = params.text_document;
                self.load(opened.uri, opened.text, opened.version)
            }
            DidChangeTextDocument::METHOD => {
                let Some(mut params) = read::<DidChangeTextDocument>(notification) else { return Ok(()) };
                let (uri, version) = (params.text_document.uri, params.text_document.version);
                let (Some(change), Some(document)) = (params.content_changes.pop(), self.documents.get_mut(&uri))
                else {
                    return Ok(());
                };
                document.change(change.text, version);
                self.publish(&uri)
            }
            // A saved file may be a configuration or a rule.
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => {
                let open: Vec<(Uri, Document)> = self.documents.drain().collect();
                open.into_iter().try_for_each(|(uri, document)| {
                    let version = document.version;
                    self.load(uri, document.into_text(), version)
                })
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = read::<DidCloseTextDocument>(notification) else { return Ok(()) };
                let uri = params.text_document.uri;
                self.documents.remove(&uri);
                self.notify::<PublishDiagnostics>(PublishDiagnosticsParams::new(uri, Vec::new(), None))
            }
            _ => Ok(()),
        }
    }

    /// Reads a document under the configuration that holds now.
    fn load(&mut self, uri: Uri, text: String, version: i32) -> io::Result<()> {
        let (document, refused) = Document::open(self.config, place::path(&uri), text, version);
        self.documents.insert(uri.clone(), document);
        self.publish(&uri)?;
        if !refused {
            return Ok(());
        }
        let message = "answerlint: the configuration has a mistake, so the defaults hold; `answerlint check` shows it";
        self.notify::<ShowMessage>(ShowMessageParams { typ: MessageType::ERROR, message: message.to_owned() })
    }

    fn publish(&self, uri: &Uri) -> io::Result<()> {
        let Some(document) = self.documents.get(uri) else { return Ok(()) };
        let diagnostics = document.diagnostics(uri, self.encoding);
        self.notify::<PublishDiagnostics>(PublishDiagnosticsParams::new(
            uri.clone(),
            diagnostics,
            Some(document.version),
        ))
    }

    fn notify<N: lsp_types::notification::Notification>(&self, params: N::Params) -> io::Result<()>
    where
        N::Params: Serialize,
    {
        self.send(Notification::new(N::METHOD.to_owned(), params).into())
    }

    fn send(&self, message: Message) -> io::Result<()> {
        self.connection.sender.send(message).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

fn read<N: lsp_types::notification::Notification>(notification: Notification) -> Option<N::Params>
where
    N::Params: DeserializeOwned,
{
    notification.extract(N::METHOD).ok()
}
