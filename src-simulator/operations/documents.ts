/**
 * UploadAttachment, GetDocuments and GetDocumentPages (bill-data 8). What is kept of a file is its name,
 * its size and what it belongs to; its bytes are not.
 */
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import { isMissing } from '../data/read-object.ts';
import { newRow } from '../data/make.ts';
import type { OrgData } from '../data/org-data.ts';
import type { Row } from '../data/row.ts';
import { badValue, isIdForm, readFlag, shown } from '../data/read-value.ts';
import { SHAPES } from '../facts/shapes.ts';
import { refuse, refuseWith, succeed } from '../calls/outcome.ts';
import type { Outcome, Refusal } from '../calls/outcome.ts';
import type { DataCall } from './call.ts';
import { readPage } from './list.ts';

const MEGABYTE = 1_000_000;

/** Attaches a file to an object; without an id it goes to the inbox. */
export function uploadAttachment(call: DataCall): Outcome {
  const { org, data, options, upload } = call;
  const fileName = data['fileName'];
  if (isMissing(data, 'fileName')) return missingKey(options, 'fileName');
  if (typeof fileName !== 'string') return refuse('BDC_1124', 'fileName');
  if (upload === null) return refuse('BDC_1108', 'file');
  const extension = extensionOf(fileName);
  const other = extensionOf(upload.fileName);
  // D OLD: the extension must fit. What it must fit is the file that is sent.
  if (extension === null || (other !== null && other !== extension)) {
    return refuse('BDC_1119', 'fileName', shown(fileName));
  }
  if (upload.bytes.length >= options.uploadMaxMegabytes * MEGABYTE) {
    return refuse('BDC_1119', 'file', `${String(upload.bytes.length)} bytes`);
  }
  const objectId = readObjectId(call);
  if (isRefusal(objectId)) return objectId;
  const document = newRow(
    org,
    'Document',
    { fileName, createdDate: call.now, numPages: 1, scanStatus: '1' },
    call,
  );
  const isPublic = readFlag(data['isPublic'], options) ?? false;
  const documentUploadedId = call.newId('0du');
  org.put('Document', {
    ...document,
    orgId: org.orgId,
    documentRef: documentUploadedId,
    objectId,
    type: upload.type,
    size: upload.bytes.length,
    isPublic,
  });
  return succeed({ documentUploadedId });
}

export function getDocuments(call: DataCall): Outcome {
  const page = readPage(call.data, call.options);
  if (isRefusal(page)) return page;
  const documents = documentsOf(call);
  if (isRefusal(documents)) return documents;
  const shown = documents.slice(page.start, page.start + page.max);
  return succeed({ documents: shown, numPages: documents.length });
}

/** Nulls where there are none. */
export function getDocumentPages(call: DataCall): Outcome {
  const documents = documentsOf(call);
  if (isRefusal(documents)) return documents;
  const numPages = documents.length === 0 ? null : documents.length;
  return succeed({ documentPages: { numPages, fileUrl: null } });
}

function documentsOf(call: DataCall): readonly Row[] | Refusal {
  const { org, data, options } = call;
  if (isMissing(data, 'id')) return missingKey(options, 'id');
  const objectId = readObjectId(call);
  if (isRefusal(objectId)) return objectId;
  return org.table('Document').group(objectId ?? '');
}

/** The object that `id` names, of whatever entity; null where no id is given. */
function readObjectId({ org, data, options }: DataCall): string | null | Refusal {
  if (isMissing(data, 'id')) return null;
  const { id } = data;
  if (!isIdForm(id)) return badValue('id', id, options);
  return isKnown(org, id) ? id : refuseWith(options.unknownIdError, 'id', id);
}

function isKnown(org: OrgData, id: string): boolean {
  return [...SHAPES.keys()].some((entity) => org.find(entity, id) !== undefined);
}

/** In lower case; null where the name has none. */
function extensionOf(fileName: string): string | null {
  return /\.([0-9A-Za-z]{1,10})$/.exec(fileName)?.[1]?.toLowerCase() ?? null;
}
