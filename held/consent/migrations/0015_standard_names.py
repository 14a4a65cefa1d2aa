"""The tables of consent and their columns get the names that the code uses now. No row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0014_ended_links_and_links_made_again'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='answer', name='one_answer_a_scope'),
        migrations.RemoveConstraint(model_name='claimclosed', name='a_family_closes_a_claim_once'),
        migrations.RenameModel(old_name='Part', new_name='Involvement'),
        *[
            migrations.RenameField(model_name=model, old_name='part', new_name='involvement')
            for model in ('answer', 'asking', 'looking', 'parentawaited', 'repeat', 'telling')
        ],
        migrations.RenameField(model_name='answer', old_name='turn', new_name='sequence'),
        migrations.RenameField(model_name='answer', old_name='standing', new_name='status'),
        migrations.RenameModel(old_name='Everybody', new_name='ListComplete'),
        migrations.RenameModel(old_name='Asking', new_name='ConsentLink'),
        migrations.RenameField(model_name='endedlink', old_name='asking', new_name='consent_link'),
        migrations.RenameModel(old_name='Repeat', new_name='Reminder'),
        migrations.RenameModel(old_name='Telling', new_name='AnswersVisible'),
        migrations.RenameModel(old_name='Confirming', new_name='Reconfirmation'),
        migrations.RenameModel(old_name='Claim', new_name='LostLinkRequest'),
        migrations.RenameModel(old_name='ClaimClosed', new_name='LostLinkRequestClosed'),
        *[
            migrations.RenameField(model_name=model, old_name='claim', new_name='lost_link_request')
            for model in ('lostlinkrequestclosed', 'linksmadeagain')
        ],
        migrations.AddConstraint(
            model_name='lostlinkrequestclosed',
            constraint=models.UniqueConstraint(
                fields=['lost_link_request', 'family'], name='a_family_closes_a_claim_once'
            ),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=['involvement', 'scope'], name='one_answer_a_scope'),
        ),
    ]
