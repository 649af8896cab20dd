import { ActionIcon, Modal, Text, Tooltip } from '@mantine/core'
import { IconDownload, IconFile, IconFileTypePdf, IconPhoto, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { isPicture, type NamedFile } from '#db/records/types/files.ts'
import { useFetchFile, useFilesHere, usePictureAddress } from '../../api/attached.ts'
import { useSpoken } from '../../text/language.ts'
import { sizeText } from '../../text/written.ts'
import { useNotices } from '../feedback/notices.tsx'
import { saveFile } from './save-file.ts'

type Props = {
  readonly files: readonly NamedFile[]
  /** Takes one off; without it the files can only be looked at and saved. */
  readonly onRemove?: (file: NamedFile) => void
}

/** Files of a record: a small picture or a sign, what each is called and how large it is, to be looked at and saved. */
export function AttachedFiles({ files, onRemove }: Props) {
  const found = useFilesHere(files.map(({ sha256 }) => sha256))
  if (files.length === 0) return null
  return (
    <ul className="attached">
      {files.map(file => (
        <Attached
          key={file.sha256}
          file={file}
          isHere={found?.here.has(file.sha256) ?? true}
          isLost={found?.lost.has(file.sha256) ?? false}
          onRemove={onRemove && (() => onRemove(file))}
        />
      ))}
    </ul>
  )
}

type OneProps = {
  readonly file: NamedFile
  readonly isHere: boolean
  readonly isLost: boolean
  readonly onRemove: (() => void) | undefined
}

function Attached({ file, isHere, isLost, onRemove }: OneProps) {
  const { words } = useSpoken()
  const { failed } = useNotices()
  const fetchFile = useFetchFile()
  const address = usePictureAddress(file, isHere)
  const [isLarge, setLarge] = useState(false)
  const say = words.byHand.files
  const { name, bytes, type } = file
  const save = () => fetchFile(file).then(saveFile, failed)
  const Sign = type === 'pdf' ? IconFileTypePdf : isPicture(type) ? IconPhoto : IconFile
  return (
    <li className="attached-file">
      {address === undefined ? (
        <span className="attached-sign">
          <Sign size={22} stroke={1.4} aria-hidden />
        </span>
      ) : (
        <button
          type="button"
          className="attached-sign"
          aria-label={words.byHand.files.look(name)}
          onClick={() => setLarge(true)}
        >
          <img src={address} alt="" />
        </button>
      )}
      <div className="attached-name">
        <div title={name}>{name}</div>
        <Text size="xs" className="quiet">
          {sizeText(bytes)}
          {!isHere && ` · ${isLost ? say.lost : say.notYet}`}
        </Text>
        {!isHere && (
          <Text size="xs" className="quiet">
            {isLost ? say.lostLine : say.notYetLine}
          </Text>
        )}
      </div>
      {isHere && (
        <Tooltip label={words.byHand.files.save}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.byHand.files.saveThis(name)}
            onClick={() => void save()}
          >
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      {onRemove !== undefined && (
        <Tooltip label={words.byHand.files.remove}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.byHand.files.removeThis(name)}
            onClick={onRemove}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Modal
        opened={isLarge && address !== undefined}
        onClose={() => setLarge(false)}
        size="auto"
        title={name}
        zIndex={500}
        closeButtonProps={{ 'aria-label': words.say.close }}
      >
        <img className="attached-large" src={address} alt={name} />
      </Modal>
    </li>
  )
}
